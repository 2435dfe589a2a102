namespace Cks.Auth;

/// <summary>Texts of <see cref="SessionRefusalReason"/>.</summary>
public static class SessionRefusalReasonExtensions
{
    /// <summary>The stable text of a reason (<c>not_provisioned</c>), used in answers and logs.</summary>
    public static string ToText(this SessionRefusalReason reason) => reason switch
    {
        SessionRefusalReason.NotProvisioned => "not_provisioned",
        SessionRefusalReason.Archived => "archived",
        SessionRefusalReason.Suspended => "suspended",
        SessionRefusalReason.UnknownRole => "unknown_role",
        SessionRefusalReason.IssuerNotBound => "issuer_not_bound",
        SessionRefusalReason.SeveralRecords => "several_records",
        SessionRefusalReason.ImpersonationRefused => "impersonation_refused",
        SessionRefusalReason.SessionUnnamed => "session_unnamed",
        SessionRefusalReason.SessionIdle => "session_idle",
        SessionRefusalReason.SessionTooOld => "session_too_old",
        SessionRefusalReason.SessionEnded => "session_ended",
        SessionRefusalReason.SessionHubLimit => "session_hub_limit",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    /// <summary>Whether signing in again may help: the credential is over, and not the person refused.</summary>
    internal static bool AsksToSignIn(this SessionRefusalReason reason) => reason >= SessionRefusalReason.SessionUnnamed;
}
