namespace Cks.Rbac;

/// <summary>What one rule says in a decision.</summary>
/// <param name="Id">Id of the rule, or <c>grant:</c> and the id of a grant.</param>
/// <param name="IsDeny">Whether it denies.</param>
/// <param name="State">What became of it.</param>
public sealed record RuleExplanation(string Id, bool IsDeny, RuleState State)
{
    /// <summary>Whether the decision names it.</summary>
    public bool Decides { get; init; }

    /// <summary>From the role that the subject has to the one that declares the rule, through which it is inherited; empty for what was granted to the person.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>
    /// For a rule that does not apply by its condition, all that would have to be true for it to apply, and is not. For a deny that does apply, all that would have to be true for it not to: there a missing value
    /// is named as such. Of alternatives the one that is nearest. Empty otherwise.
    /// </summary>
    public IReadOnlyList<ClauseExplanation> Clauses { get; init; } = [];

    /// <summary>Obligations of a permit that are not met, by name.</summary>
    public IReadOnlyList<string> UnmetObligations { get; init; } = [];

    /// <summary>When the rule begins.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>When the rule ends.</summary>
    public DateTimeOffset? Until { get; init; }
}
