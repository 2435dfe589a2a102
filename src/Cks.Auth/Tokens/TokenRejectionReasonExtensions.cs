namespace Cks.Auth;

/// <summary>Texts of <see cref="TokenRejectionReason"/>.</summary>
public static class TokenRejectionReasonExtensions
{
    /// <summary>The stable text of a reason (<c>issuer_unknown</c>), used in answers, metrics and logs.</summary>
    public static string ToText(this TokenRejectionReason reason) => reason switch
    {
        TokenRejectionReason.Missing => "missing",
        TokenRejectionReason.MultipleCredentials => "multiple_credentials",
        TokenRejectionReason.TooLarge => "too_large",
        TokenRejectionReason.Malformed => "malformed",
        TokenRejectionReason.DuplicateMember => "duplicate_member",
        TokenRejectionReason.CriticalHeader => "critical_header",
        TokenRejectionReason.MissingClaim => "missing_claim",
        TokenRejectionReason.MalformedClaim => "malformed_claim",
        TokenRejectionReason.IssuerUnknown => "issuer_unknown",
        TokenRejectionReason.UnsupportedAlgorithm => "unsupported_algorithm",
        TokenRejectionReason.UnsupportedType => "unsupported_type",
        TokenRejectionReason.KeyUnknown => "key_unknown",
        TokenRejectionReason.SignatureInvalid => "signature_invalid",
        TokenRejectionReason.Expired => "expired",
        TokenRejectionReason.NotYetValid => "not_yet_valid",
        TokenRejectionReason.IssuedInFuture => "issued_in_future",
        TokenRejectionReason.LifetimeTooLong => "lifetime_too_long",
        TokenRejectionReason.AudienceInvalid => "audience_invalid",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
