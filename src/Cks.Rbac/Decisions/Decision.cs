using Cks.Core;

namespace Cks.Rbac;

/// <summary>Permit or deny, with the reason, the rule that decided and the policy's version. <c>default</c> denies. 16 bytes, no allocation.</summary>
public readonly struct Decision
{
    private readonly EffectivePermissions? _permissions;
    private readonly int _rule;

    internal Decision(EffectivePermissions permissions, DecisionReason reason, int rule) => (_permissions, Reason, _rule) = (permissions, reason, rule);

    internal Decision(DecisionReason reason) => Reason = reason;

    /// <summary>Whether it is permitted.</summary>
    public bool IsPermitted => Reason == DecisionReason.Permitted;

    /// <summary>Why.</summary>
    public DecisionReason Reason { get; }

    /// <summary>Id of the rule that permits or denies, as the policy names it, or <c>grant:</c> and the id of a grant; <see langword="null"/> when no rule speaks.</summary>
    public string? Rule => Speaking?.Id;

    /// <summary>The policy that was asked; the default value when none was.</summary>
    public SnapshotVersion PolicyVersion => _permissions?.Snapshot.Version ?? default;

    /// <summary>What the rule asks to be done, by name. With <see cref="DecisionReason.ObligationUnmet"/> it permits once all of it is done, and not before (S29).</summary>
    public IEnumerable<string> Obligations => Speaking is { IsDeny: false } rule ? rule.Obligations.Select(o => o.Name) : [];

    /// <summary>
    /// The step-up that alone would make it a permit, with <see cref="DecisionReason.ObligationUnmet"/>; <see langword="null"/> where that is not what is missing, or not all of it.
    /// </summary>
    public StepUp? StepUp
    {
        get
        {
            if (Reason != DecisionReason.ObligationUnmet || Speaking is not { IsDeny: false } rule)
                return null;
            var isMet = _permissions!.IsMet;
            Obligation[] unmet = [.. rule.Obligations.Where(o => !isMet(o))];
            return unmet.Length == 0 || unmet.Any(o => o.Within is null) ? null
                : new(unmet.Min(o => o.Within!.Value), [.. unmet.SelectMany(o => o.AcrValues).Distinct(StringComparer.Ordinal)]);
        }
    }

    /// <summary>
    /// What was decided by: policy, grants, ceilings and time in one object. While it is the same object, everything that is decided of the same <see cref="DecisionContext"/> without a resource is the same, so what is
    /// made of decisions may be remembered by the two (S06). <see langword="null"/> when nobody knew: remember nothing.
    /// </summary>
    public object? Basis => _permissions;

    private PolicyRule? Speaking => _permissions?.RuleAt(_rule);

    /// <summary>
    /// The decision after somebody who enforces it has met obligations: a permit when all that were unmet are among them. Obligations about the subject itself, a step-up, cannot be met here.
    /// </summary>
    /// <param name="met">Names of the obligations that have been met.</param>
    public Decision After(IReadOnlySet<string> met)
    {
        ArgumentNullException.ThrowIfNull(met);
        if (Reason != DecisionReason.ObligationUnmet)
            return this;
        var permissions = _permissions!;
        return Speaking!.Obligations.All(o => permissions.IsMet(o) || (o.Within is null && met.Contains(o.Name))) ? new(permissions, DecisionReason.Permitted, _rule) : this;
    }
}
