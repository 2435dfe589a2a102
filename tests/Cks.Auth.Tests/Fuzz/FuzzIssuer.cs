using Cks.Testing;

namespace Cks.Auth.Tests;

/// <summary>An issuer of a profile with one key, and a good token of it as members that can be changed.</summary>
internal sealed record FuzzIssuer(string Profile, TokenForge Forge, long Skew, long Longest, string Header, string Payload) : IDisposable
{
    /// <summary>A good token.</summary>
    public string Good { get; } = Forge.Sign(Header, Payload);

    public string Name => Forge.Issuer;

    public string KeyId => Forge.KeyId;

    public string Algorithm => Forge.Algorithm;

    public static FuzzIssuer Oidc(TokenForge forge) => new(
        "oidc", forge, 30, 86_400, forge.Header(), forge.Payload("ada", "portal", claims: new() { ["sid"] = "s-1", ["azp"] = "client-1", ["email"] = "ada@portal.example", ["auth_time"] = forge.Now - 60 }));

    public static FuzzIssuer Rfc9068(TokenForge forge) => new("rfc9068", forge, 30, 86_400, forge.AccessTokenHeader(), forge.AccessTokenPayload("ada", "portal"));

    public static FuzzIssuer Clerk(TokenForge forge) => new("clerk", forge, 5, 3600, forge.ClerkHeader(), forge.ClerkPayload(CaseLab.User, CaseLab.Party));

    public void Dispose() => Forge.Dispose();
}
