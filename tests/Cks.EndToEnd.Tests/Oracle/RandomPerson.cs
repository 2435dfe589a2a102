namespace Cks.Tests.Oracle;

/// <summary>Somebody in a random graph, with the whole chain above.</summary>
public sealed record RandomPerson(string Role, string Code, bool IsTest, bool IsArchived, string? Status, RandomPerson? Parent)
{
    public string Suffix => IsTest ? "-TEST" : "";

    /// <summary>The person itself and everybody above.</summary>
    public IEnumerable<RandomPerson> Line => Parent is null ? [this] : Parent.Line.Prepend(this);

    /// <summary>The person itself or the one above it that has the role.</summary>
    public RandomPerson? Above(string role) => Line.FirstOrDefault(p => p.Role == role);
}
