namespace Cks.Auth;

/// <summary>Which kind of provider an issuer is; decides the rules that no setting loosens.</summary>
internal enum IssuerProfile
{
    /// <summary>Access tokens as JWT of some OpenID Connect provider.</summary>
    Oidc,

    /// <summary>Access tokens by RFC 9068: <c>typ</c> is at+jwt; <c>client_id</c>, <c>iat</c>, <c>jti</c> and <c>aud</c> are there.</summary>
    Rfc9068,

    /// <summary>Session tokens of Clerk.</summary>
    Clerk,
}
