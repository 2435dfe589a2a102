using System.Security.Claims;
using Cks.Core;

namespace Cks.Auth;

/// <summary>A key that passed every check, and who acts by it: its owner, as they are now, for no more than the key's capabilities.</summary>
public sealed class AcceptedApiKey
{
    // A claim that nobody has: what asks for a role does not ask for a capability, and so lets no key in.
    private const string NoRole = "credential_role";

    private readonly string _capabilities;

    internal AcceptedApiKey(ApiKey key, ApiKeyHash secret, UserSession session, string capabilities) =>
        (Key, SecretNumber, Until, Session, _capabilities) = (key, secret.Number, secret.Until < key.ExpiresAt ? secret.Until : key.ExpiresAt, session, capabilities);

    /// <summary>The key.</summary>
    public ApiKey Key { get; }

    /// <summary>The owner's session.</summary>
    public UserSession Session { get; }

    /// <summary>When the secret that was presented ends.</summary>
    public DateTimeOffset Until { get; }

    internal int SecretNumber { get; }

    /// <summary>The owner's session as a principal, with the key as its credential (<see cref="CksClaimTypes.Credential"/>): by that the rest of the suite permits nothing beyond the key (S11). Its roles are there to be read; <see cref="ClaimsPrincipal.IsInRole"/> is never true.</summary>
    public ClaimsPrincipal ToPrincipal()
    {
        var principal = Session.ToPrincipal(NoRole);
        var identity = (ClaimsIdentity)principal.Identity!;
        Add(CksClaimTypes.Credential, Key.Id);
        Add(CksClaimTypes.CredentialCapabilities, _capabilities);
        return principal;

        void Add(string type, string value) => identity.AddClaim(new(type, value, ClaimValueTypes.String, Session.Issuer, Session.Issuer, identity));
    }

    /// <summary>The key's id alone.</summary>
    public override string ToString() => Key.Id;
}
