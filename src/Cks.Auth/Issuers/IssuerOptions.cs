namespace Cks.Auth;

/// <summary>One accepted issuer and what its tokens must look like. Made by one of the profiles, each of which is strict by itself; checked when the host starts (CKS109).</summary>
public sealed class IssuerOptions
{
    // A key that is missing in the configuration is the commonest mistake of all; it is found with the others, in words.
    private IssuerOptions(IssuerProfile profile, string? issuer) => (Profile, Issuer) = (profile, issuer ?? "");

    /// <summary>The issuer, compared ordinally with <c>iss</c> and with the discovery document.</summary>
    public string Issuer { get; }

    /// <summary>Audiences of which a token must name at least one, compared ordinally.</summary>
    public IList<string> Audiences { get; } = [];

    /// <summary>Applications for which the provider may have made a token (<c>azp</c>), compared ordinally; for Clerk the origins of the pages, such as <c>https://portal.example</c>.</summary>
    public IList<string> AuthorizedParties { get; } = [];

    /// <summary>What becomes of a token without <c>azp</c> where <see cref="AuthorizedParties"/> are listed.</summary>
    /// <value><see cref="PartyRule.RequireForHeader"/></value>
    public PartyRule PartyRule { get; set; }

    /// <summary>
    /// Tenants whose people may come from this issuer (S02). Where several issuers are configured, each must list its tenants or <see cref="AllowAnyTenant"/>: otherwise one company's provider
    /// could vouch for another's people.
    /// </summary>
    public ISet<string> Tenants { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Accepted <c>alg</c> values, out of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 and ES512.</summary>
    /// <value>RS256 and ES256; for Clerk RS256</value>
    public ISet<string> Algorithms { get; } = new HashSet<string>(StringComparer.Ordinal) { "RS256" };

    /// <summary>Accepted <c>typ</c> values, compared without case and without a leading <c>application/</c> (RFC 7515 section 4.1.9).</summary>
    /// <value>JWT and at+jwt; for RFC 9068 at+jwt alone; for Clerk JWT alone</value>
    public ISet<string> Types { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a token without <c>typ</c> is refused. Some providers (Okta, Cognito) write none.</summary>
    /// <value><see langword="true"/>; for Clerk <see langword="false"/>, because its older tokens have none</value>
    public bool RequireType { get; set; } = true;

    /// <summary>Claims that must be there beside <c>iss</c>, <c>sub</c> and <c>exp</c>.</summary>
    /// <value>None; for RFC 9068 <c>aud</c>, <c>iat</c>, <c>jti</c> and <c>client_id</c>; for Clerk <c>iat</c>, <c>nbf</c> and <c>sid</c></value>
    public ISet<string> RequiredClaims { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>How far the issuer's clock may differ from ours, 0 to 5 minutes, in whole seconds.</summary>
    /// <value>30 seconds; for Clerk 5 seconds</value>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest life of a token from <c>iat</c> (from now without one) to <c>exp</c>, up to 366 days.</summary>
    /// <value>24 hours; for Clerk 1 hour</value>
    public TimeSpan MaxLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The greatest age of a token since <c>iat</c>, however far <c>exp</c> lies ahead; then <c>iat</c> must be there.</summary>
    /// <value>None: <c>exp</c> decides.</value>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>Accepts tokens with which somebody acts for the subject (<c>act</c>): a helper's session, or a delegated token.</summary>
    /// <value><see langword="false"/></value>
    public bool AllowImpersonation { get; set; }

    /// <summary>Accepts sessions that still wait for a step of the person, such as choosing an organization (Clerk's <c>sts</c> is <c>pending</c>).</summary>
    /// <value><see langword="false"/></value>
    public bool AllowPendingSessions { get; set; }

    /// <summary>The issuer's public keys as a JSON Web Key Set (RFC 7517 section 5), so that nothing is ever fetched.</summary>
    /// <value>None: the keys are found by discovery, for Clerk at <c>/.well-known/jwks.json</c>.</value>
    public string? Jwks { get; set; }

    internal IssuerProfile Profile { get; }

    internal string? AnyAudienceReason { get; private set; }

    internal string? AnyPartyReason { get; private set; }

    internal string? AnyTenantReason { get; private set; }

    internal string? IdTokenReason { get; private set; }

    /// <summary>Access tokens of an OpenID Connect provider, whose keys are found by discovery. ID tokens are refused.</summary>
    /// <param name="issuer">The provider's issuer exactly as its tokens write it, trailing slash included; https, or http on loopback.</param>
    /// <param name="audience">The audience that stands for this application; without it <see cref="Audiences"/> or <see cref="AllowAnyAudience"/> must say more.</param>
    public static IssuerOptions Oidc(string issuer, string? audience = null) => WithTypes(new(IssuerProfile.Oidc, issuer), audience, "JWT", "at+jwt");

    /// <summary>Access tokens by RFC 9068 of a provider whose keys are found by discovery.</summary>
    /// <param name="issuer">The provider's issuer exactly as its tokens write it.</param>
    /// <param name="audience">The audience that stands for this application.</param>
    public static IssuerOptions Rfc9068(string issuer, string? audience = null)
    {
        var options = WithTypes(new(IssuerProfile.Rfc9068, issuer), audience, "at+jwt");
        options.RequiredClaims.UnionWith(["aud", "iat", "jti", "client_id"]);
        return options;
    }

    /// <summary>Session tokens of Clerk. The origins of the pages go into <see cref="AuthorizedParties"/>.</summary>
    /// <param name="publishableKeyOrIssuer">The publishable key (<c>pk_live_...</c>), from which issuer and key set follow, or the issuer (<c>https://clerk.portal.example</c>).</param>
    public static IssuerOptions Clerk(string publishableKeyOrIssuer)
    {
        var options = WithTypes(new(IssuerProfile.Clerk, ClerkInstance.Issuer(publishableKeyOrIssuer ?? "")), null, "JWT");
        options.RequiredClaims.UnionWith(["iat", "nbf", "sid"]);
        (options.RequireType, options.ClockSkew, options.MaxLifetime) = (false, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));
        return options;
    }

    /// <summary>Accepts tokens for any audience, or for none. Whoever holds a token that this issuer made for another application can then use it here: say why that is no danger.</summary>
    /// <param name="reason">Why the audience does not matter; kept for whoever reads the set-up.</param>
    public IssuerOptions AllowAnyAudience(string reason)
    {
        AnyAudienceReason = reason;
        return this;
    }

    /// <summary>Accepts Clerk's tokens whichever page they were made for. A page of the same instance on another address can then use its visitors' tokens here: say why that is no danger.</summary>
    /// <param name="reason">Why the party does not matter; kept for whoever reads the set-up.</param>
    public IssuerOptions AllowAnyParty(string reason)
    {
        AnyPartyReason = reason;
        return this;
    }

    /// <summary>Lets this issuer vouch for people of every tenant although there are other issuers.</summary>
    /// <param name="reason">Why it may; kept for whoever reads the set-up.</param>
    public IssuerOptions AllowAnyTenant(string reason)
    {
        AnyTenantReason = reason;
        return this;
    }

    /// <summary>Accepts tokens with the marks of an ID token (<c>nonce</c>, <c>at_hash</c>, <c>c_hash</c>, <c>token_use</c> id), because this provider writes them into access tokens as well.</summary>
    /// <param name="reason">Why these are no ID tokens; kept for whoever reads the set-up.</param>
    public IssuerOptions AllowIdTokenClaims(string reason)
    {
        IdTokenReason = reason;
        return this;
    }

    private static IssuerOptions WithTypes(IssuerOptions options, string? audience, params ReadOnlySpan<string> types)
    {
        foreach (var type in types)
            options.Types.Add(type);
        if (options.Profile != IssuerProfile.Clerk)
            options.Algorithms.Add("ES256");
        if (audience is not null)
            options.Audiences.Add(audience);
        return options;
    }
}
