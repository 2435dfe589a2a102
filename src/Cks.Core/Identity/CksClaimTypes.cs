namespace Cks.Core;

/// <summary>Names of the claims by which a session travels in a <see cref="System.Security.Claims.ClaimsPrincipal"/>.</summary>
public static class CksClaimTypes
{
    /// <summary>Authentication type of identities that were made from a resolved session. Only such an identity's roles and tenant are believed without further words.</summary>
    public const string SessionIdentity = "CksSession";

    /// <summary>Issuer of the token (<c>iss</c>).</summary>
    public const string Issuer = "iss";

    /// <summary>Subject of the token (<c>sub</c>).</summary>
    public const string Subject = "sub";

    /// <summary>Display name.</summary>
    public const string Name = "name";

    /// <summary>Role, from the session.</summary>
    public const string Role = "role";

    /// <summary>Tenant, from the session.</summary>
    public const string Tenant = "tenant";

    /// <summary>Code of the person's own record, from the session.</summary>
    public const string Code = "code";

    /// <summary>Status of the person's own record, from the session.</summary>
    public const string Status = "status";

    /// <summary>Test class, from the session: <c>true</c> for a test user, who sees test rows only.</summary>
    public const string Test = "test";

    /// <summary>Who acts in the person's place, from the session: a text that says issuer and subject.</summary>
    public const string Actor = "actor";

    /// <summary>Code of the own record of whoever acts in the person's place, from the session.</summary>
    public const string ActorCode = "actor_code";

    /// <summary>Role of whoever acts in the person's place, from the session. Their rights bound what they do there.</summary>
    public const string ActorRole = "actor_role";

    /// <summary>The credential that was presented where it is not the plain session, from the session: an API key's id.</summary>
    public const string Credential = "credential";

    /// <summary>The only capabilities for which <see cref="Credential"/> may be used, by name, with spaces between them. Where a credential is named and this is missing or empty there are none.</summary>
    public const string CredentialCapabilities = "credential_capabilities";
}
