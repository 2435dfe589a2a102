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
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
