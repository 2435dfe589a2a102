namespace Cks.Rbac;

/// <summary>
/// The rows on which somebody else's condition holds, as far as they can be told without knowing that person: what depends on who it is, their own values and their relations to the row, is taken for true (all
/// rows on which it might hold) or for false (only those on which it does, whoever it is).
/// </summary>
internal static class GrantRegion
{
    /// <summary>The rows on which a permit permits at most, while denies hold with it.</summary>
    public static PlanNode OfPermit(Condition? when, IEnumerable<PolicyRule> denies, DecisionContext sameTenant) =>
        PlanNode.All([AtMost(when, sameTenant), .. denies.Select(d => d.When is null ? PlanNode.False : Of(d.When, false, PlanNode.True, sameTenant))]);

    /// <summary>The rows on which a condition can be true.</summary>
    public static PlanNode AtMost(Condition? when, DecisionContext sameTenant) => when is null ? PlanNode.True : Of(when, true, PlanNode.True, sameTenant);

    /// <summary>The rows on which a deny is known not to apply, whoever it is about.</summary>
    public static PlanNode Spared(Condition? when, DecisionContext sameTenant) => when is null ? PlanNode.False : Of(when, false, PlanNode.False, sameTenant);

    private static PlanNode Of(Condition condition, bool truth, PlanNode unknown, DecisionContext sameTenant) => condition.Kind switch
    {
        ConditionKind.Not => Of(condition.Parts[0], !truth, unknown, sameTenant),
        ConditionKind.All or ConditionKind.Any => (condition.Kind == ConditionKind.All) == truth
            ? PlanNode.All(condition.Parts.Select(p => Of(p, truth, unknown, sameTenant)))
            : PlanNode.Any(condition.Parts.Select(p => Of(p, truth, unknown, sameTenant))),
        ConditionKind.Related => unknown,
        // The tenant is the grantor's as well.
        ConditionKind.OneOf when condition.Subject.Any(v => v != SubjectValue.Tenant) => unknown,
        _ => condition.When(truth, sameTenant),
    };
}
