namespace Cks.Rbac;

/// <summary>
/// Narrows what the policy permits and never widens it: a kill switch, a package that a tenant has not bought. It is asked inside the decision point, so that checks, plans, fields and hubs see it alike.
/// Several may be registered; one of them is enough to refuse.
/// </summary>
public interface ICapabilityCeiling
{
    /// <summary>A number that changes whenever an answer may have changed: what was decided under another one is not used any more.</summary>
    long Version { get; }

    /// <summary>Whether the capability is left to the policy for this subject. What is not known is refused. Asked when permissions are made, and not again until <see cref="Version"/> changes.</summary>
    /// <exception cref="Exception">Whatever keeps it from knowing.</exception>
    bool Permits(DecisionContext context, CapabilityId capability);
}
