namespace Cks.Rbac;

/// <summary>An attribute that a resource declares.</summary>
/// <param name="Name">Name, unique on the resource.</param>
/// <param name="Kind">What its values are.</param>
public sealed record ResourceAttribute(string Name, AttributeKind Kind)
{
    /// <summary>Every value that a text can have, ordered; empty when the document does not say. Analysis takes the list at its word, decisions do not rest on it.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The least value of a number; <see langword="null"/> when the document does not say.</summary>
    public decimal? From { get; init; }

    /// <summary>The greatest value of a number.</summary>
    public decimal? To { get; init; }
}
