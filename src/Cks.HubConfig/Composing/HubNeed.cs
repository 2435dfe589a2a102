using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>What a part of a hub needs of the policy: a capability, nothing, or what nobody has. The default value is nothing.</summary>
internal readonly record struct HubNeed
{
    private readonly CapabilityId _capability;
    private readonly bool _isSome;

    private HubNeed(CapabilityId capability) => (_capability, _isSome) = (capability, true);

    public static HubNeed Nothing => default;

    /// <summary>The default capability is never permitted.</summary>
    public static HubNeed Never => new(default);

    /// <summary>Whether it asks anything.</summary>
    public bool IsSome => _isSome;

    public static HubNeed Of(CapabilityId capability) => new(capability);

    public bool IsMet(IPolicyDecisionPoint decisions, Subject subject) => !_isSome || decisions.Check(subject, _capability).IsPermitted;
}
