namespace Cks.Rbac;

/// <summary>One comparison of a condition, and what keeps it from being true.</summary>
/// <param name="Kind">What is asked; never <see cref="PlanNodeKind.All"/> or <see cref="PlanNodeKind.Any"/>. A negation is part of it: <c>not</c> of one of is none of.</param>
/// <param name="Name">The attribute or the relation.</param>
/// <param name="State">How it stands.</param>
public sealed record ClauseExplanation(PlanNodeKind Kind, string Name, ClauseState State)
{
    /// <summary>What the attribute is compared with, as the policy writes it: <c>$code</c> is the subject's own. Empty for a relation.</summary>
    public IReadOnlyList<string> Expected { get; init; } = [];

    /// <summary>Which of the <see cref="Expected"/> the subject does not have.</summary>
    public IReadOnlyList<string> MissingOfSubject { get; init; } = [];

    /// <summary>The attribute's value; <see langword="null"/> when it is missing, for a relation, and where values are left out.</summary>
    public string? Actual { get; init; }

    /// <summary>What stands for <c>$code</c>, <c>$id</c> and <c>$tenant</c>; empty where values are left out.</summary>
    public IReadOnlyDictionary<string, string> SubjectValues { get; init; } = new Dictionary<string, string>();
}
