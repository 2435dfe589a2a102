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
        TokenRejectionReason.KeyMismatch => "key_mismatch",
        TokenRejectionReason.SignatureInvalid => "signature_invalid",
        TokenRejectionReason.Expired => "expired",
        TokenRejectionReason.NotYetValid => "not_yet_valid",
        TokenRejectionReason.IssuedInFuture => "issued_in_future",
        TokenRejectionReason.LifetimeTooLong => "lifetime_too_long",
        TokenRejectionReason.TooOld => "too_old",
        TokenRejectionReason.AudienceInvalid => "audience_invalid",
        TokenRejectionReason.PartyNotAllowed => "party_not_allowed",
        TokenRejectionReason.TokenClass => "token_class",
        TokenRejectionReason.ProofRequired => "proof_required",
        TokenRejectionReason.ImpersonationDenied => "impersonation_denied",
        TokenRejectionReason.SessionPending => "session_pending",
        TokenRejectionReason.Revoked => "revoked",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
