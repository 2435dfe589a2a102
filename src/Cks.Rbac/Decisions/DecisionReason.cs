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

    /// <summary>A rule permits it once its obligations are met, and they are not.</summary>
    ObligationUnmet,

    /// <summary>A ceiling narrows it away, whatever the rules say; see <see cref="ICapabilityCeiling"/>.</summary>
    Ceiling,

    /// <summary>The credential that was presented may not be used for it.</summary>
    BeyondCredential,

    /// <summary>Whoever acts in the subject's place is not permitted it themselves (S12).</summary>
    BeyondActor,

    /// <summary>The application uses grants, and the subject was made without asking for them; see <see cref="ISubjectBinder"/>.</summary>
    GrantsUnknown,
}
