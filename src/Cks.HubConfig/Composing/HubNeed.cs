using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>What a part of a hub needs of the policy: a capability, nothing, or what nobody has. The default value is nothing.</summary>
internal readonly record struct HubNeed
{
    private HubNeed(HubNeedKind kind, CapabilityId capability, string name) => (Kind, Capability, Name) = (kind, capability, name);

    public static HubNeed Nothing => default;

    public HubNeedKind Kind { get; }

    /// <summary>Whether it asks anything.</summary>
    public bool IsSome => Kind != HubNeedKind.Nothing;

    /// <summary>The capability; the default one, which is never permitted, where none is known.</summary>
    public CapabilityId Capability { get; }

    /// <summary>What asks for it: a target, or a capability or alias as it is written; empty for nothing.</summary>
    public string Name { get => field ?? ""; }

    public static HubNeed Of(CapabilityId capability, string name) => new(HubNeedKind.Capability, capability, name);

    /// <summary>Nobody has it: the application provides no such target.</summary>
    public static HubNeed NotProvided(string target) => new(HubNeedKind.NotProvided, default, target);

    /// <summary>Nobody has it: the policy declares no such capability or alias.</summary>
    public static HubNeed Undeclared(string name) => new(HubNeedKind.Undeclared, default, name);

    /// <summary>Nobody has it: the document withholds it.</summary>
    public static HubNeed Withheld(CapabilityId capability, string name) => new(HubNeedKind.Withheld, capability, name);

    public bool IsMet(IPolicyDecisionPoint decisions, Subject subject) => Kind switch
    {
        HubNeedKind.Nothing => true,
        HubNeedKind.Capability => decisions.Check(subject, Capability).IsPermitted,
        _ => false,
    };
}
