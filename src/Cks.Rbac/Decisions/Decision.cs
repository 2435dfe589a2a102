using Cks.Core;

namespace Cks.Rbac;

/// <summary>Permit or deny, with the reason, the rule that decided and the policy's version. <c>default</c> denies. 16 bytes, no allocation.</summary>
public readonly struct Decision
{
    private readonly Snapshot<Policy>? _policy;
    private readonly ushort _rule;

    internal Decision(Snapshot<Policy> policy, DecisionReason reason, ushort rule) => (_policy, Reason, _rule) = (policy, reason, rule);

    /// <summary>Whether it is permitted.</summary>
    public bool IsPermitted => Reason == DecisionReason.Permitted;

    /// <summary>Why.</summary>
    public DecisionReason Reason { get; }

    /// <summary>Id of the rule that permits or denies, as the policy names it; <see langword="null"/> when no rule speaks.</summary>
    public string? Rule => _rule == 0 ? null : _policy!.Value.RuleName(_rule);

    /// <summary>The policy that was asked; the default value when none was.</summary>
    public SnapshotVersion PolicyVersion => _policy?.Version ?? default;
}
