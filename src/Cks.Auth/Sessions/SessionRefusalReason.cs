namespace Cks.Auth;

/// <summary>Why somebody with a good token has no session; the first that applies, in this order.</summary>
public enum SessionRefusalReason
{
    /// <summary>No record is linked to this issuer and subject, or the record has no tenant or code.</summary>
    NotProvisioned,

    /// <summary>The record is archived.</summary>
    Archived,

    /// <summary>The record's status is not one of <see cref="SessionStatuses.SignIn"/>.</summary>
    Suspended,

    /// <summary>The record has no role, or one that the application does not know.</summary>
    UnknownRole,

    /// <summary>The token's issuer is not bound to the record's tenant (<see cref="IssuerOptions.Tenants"/>), or is not accepted any more.</summary>
    IssuerNotBound,

    /// <summary>Several records are linked to this issuer and subject, and which one is meant would be a guess.</summary>
    SeveralRecords,

    /// <summary>Somebody acts for the person who may not, or not here; see <see cref="IssuerOptions.AllowImpersonation"/>.</summary>
    ImpersonationRefused,

    /// <summary>The token names no session (no <c>sid</c>), so that nothing could limit it; see <see cref="CksSessionOptions.AllowUnnamed"/>.</summary>
    SessionUnnamed,

    /// <summary>The session was not used for longer than it may stand idle.</summary>
    SessionIdle,

    /// <summary>The session began longer ago than it may last.</summary>
    SessionTooOld,

    /// <summary>Somebody has signed out of the session, or it is another person's.</summary>
    SessionEnded,

    /// <summary>The session stands, but stood idle for longer or began longer ago than the hub allows in which it is to be used. It is good elsewhere.</summary>
    SessionHubLimit,
}
