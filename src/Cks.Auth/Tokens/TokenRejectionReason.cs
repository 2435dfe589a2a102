namespace Cks.Auth;

/// <summary>
/// Why a bearer token was refused. Checks run in about this order and the first that fails is the answer; see
/// <see cref="TokenRejectionReasonExtensions.ToText"/> for the stable texts.
/// </summary>
public enum TokenRejectionReason
{
    /// <summary>There is no token.</summary>
    Missing,

    /// <summary>The request carries more than one credential.</summary>
    MultipleCredentials,

    /// <summary>The token is longer than <see cref="CksTokenOptions.MaxTokenLength"/>; it was not decoded.</summary>
    TooLarge,

    /// <summary>Not three parts of canonical base64url holding UTF-8 JSON objects (RFC 7515 section 7.1, RFC 7519 section 7.2).</summary>
    Malformed,

    /// <summary>A member stands twice in the header or in the claims, perhaps once with escapes (RFC 7519 section 4).</summary>
    DuplicateMember,

    /// <summary>The header demands an extension (<c>crit</c> or <c>b64</c>); none is understood (RFC 7515 section 4.1.11).</summary>
    CriticalHeader,

    /// <summary>A required claim (<c>iss</c>, <c>sub</c>, <c>exp</c>) is missing.</summary>
    MissingClaim,

    /// <summary>A claim has the wrong kind, is empty, too long or out of range, or the times contradict each other.</summary>
    MalformedClaim,

    /// <summary><c>iss</c> is not, character by character, a configured issuer.</summary>
    IssuerUnknown,

    /// <summary><c>alg</c> is not in the issuer's list.</summary>
    UnsupportedAlgorithm,

    /// <summary><c>typ</c> is not in the issuer's list, or the token holds another token (<c>cty</c>).</summary>
    UnsupportedType,

    /// <summary>The issuer has no signing key with this <c>kid</c> for this <c>alg</c>.</summary>
    KeyUnknown,

    /// <summary>The issuer has a key with this <c>kid</c>, but not for this <c>alg</c> (RFC 8725 section 3.1).</summary>
    KeyMismatch,

    /// <summary>The signature does not fit.</summary>
    SignatureInvalid,

    /// <summary><c>exp</c> has passed, clock skew included.</summary>
    Expired,

    /// <summary><c>nbf</c> lies ahead by more than the clock skew.</summary>
    NotYetValid,

    /// <summary><c>iat</c> lies ahead by more than the clock skew.</summary>
    IssuedInFuture,

    /// <summary>The token lives longer than <see cref="IssuerOptions.MaxLifetime"/>; often an <c>exp</c> in milliseconds.</summary>
    LifetimeTooLong,

    /// <summary>The token is older than <see cref="IssuerOptions.MaxAge"/>, although <c>exp</c> lies ahead.</summary>
    TooOld,

    /// <summary><c>aud</c> names none of the issuer's audiences.</summary>
    AudienceInvalid,

    /// <summary><c>azp</c> is missing or names none of <see cref="IssuerOptions.AuthorizedParties"/>.</summary>
    PartyNotAllowed,

    /// <summary>A good token of another kind: an ID token, a machine's token, a token made from a template (RFC 8725 section 3.11).</summary>
    TokenClass,

    /// <summary>The token is bound to a key or certificate (<c>cnf</c>, RFC 7800) and was presented as plain bearer.</summary>
    ProofRequired,

    /// <summary>Somebody acts for the subject (<c>act</c>, RFC 8693 section 4.1), and the issuer's <see cref="IssuerOptions.AllowImpersonation"/> is not set.</summary>
    ImpersonationDenied,

    /// <summary>The provider's session still waits for a step of the person (Clerk's <c>sts</c>).</summary>
    SessionPending,

    /// <summary>The token, its session or its subject was revoked, or the token was issued before everybody was signed out.</summary>
    Revoked,
}
