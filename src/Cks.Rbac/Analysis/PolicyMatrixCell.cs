namespace Cks.Rbac;

/// <summary>What a role may do with one capability.</summary>
/// <param name="Role">The role.</param>
/// <param name="Capability">The capability.</param>
/// <param name="Extent">On which resources, once all else that the rules ask is so: none, those that the rules describe, or every one.</param>
public sealed record PolicyMatrixCell(string Role, string Capability, PolicyExtent Extent)
{
    /// <summary>Whether rules of the role deny all that others permit, or all there is.</summary>
    public bool IsDenied { get; init; }

    /// <summary>Whether it is permitted only while break-glass is open.</summary>
    public bool NeedsBreakGlass { get; init; }

    /// <summary>Obligations that every permit which counts asks for one of, ordered by name; empty when one asks for none.</summary>
    public IReadOnlyList<string> Obligations { get; init; } = [];

    /// <summary>From when it is permitted, where no permit begins earlier.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when it is permitted, where no permit lasts longer.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The ids of the rules that permit it, in the order of the policy.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>The cell in words, such as <c>some, step-up, until 2027-01-01T00:00:00Z</c>; empty for what is neither permitted nor denied.</summary>
    public override string ToString()
    {
        if (Extent == PolicyExtent.Never)
            return IsDenied ? "denied" : "";
        IEnumerable<string> words = [
            Extent == PolicyExtent.Always ? "yes" : "some",
            .. NeedsBreakGlass ? ["break-glass"] : (string[])[],
            .. Obligations.Count == 0 ? (string[])[] : [string.Join(" or ", Obligations)],
            .. From is { } from ? [$"from {AttributeValue.Of(from)}"] : (string[])[],
            .. Until is { } until ? [$"until {AttributeValue.Of(until)}"] : (string[])[],
        ];
        return string.Join(", ", words);
    }
}
