namespace Cks.Rbac;

/// <summary>Why a decision came out as it did.</summary>
public enum DecisionReason : byte
{
    /// <summary>Nothing was decided; the value of <c>default(Decision)</c>, which denies.</summary>
    NotDecided,

    /// <summary>A rule permits it and none denies it.</summary>
    Permitted,

    /// <summary>A rule denies it, whatever else permits it.</summary>
    Denied,

    /// <summary>No rule of the subject's roles permits it.</summary>
    NotPermitted,

    /// <summary>The subject has no role that the policy knows.</summary>
    NoRole,

    /// <summary>The policy in use does not declare the capability.</summary>
    UnknownCapability,

    /// <summary>It depends on the resource, which the question did not name: ask with it, or plan.</summary>
    NeedsResource,
}
