using System.Text.Json.Nodes;
using Cks.Testing;

namespace Cks.Benchmarks;

/// <summary>RS256 tokens as an identity provider makes them, each of another person: half of them good, the others bad in four ways.</summary>
internal sealed class TokenMix : IDisposable
{
    public const string Issuer = "https://login.example";
    public const string Audience = "portal";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);
    private readonly TokenForge _forge = new(Issuer);

    /// <summary>The public keys as a JSON Web Key Set.</summary>
    public string Jwks => _forge.Jwks();

    public IReadOnlyList<string> Good(int count) => [.. Enumerable.Range(0, count).Select(n => Mint(n, Audience, []))];

    public IReadOnlyList<string> Bad(int count) =>
    [
        .. Enumerable.Range(0, count).Select(n => (n % 4) switch
        {
            0 => WithAnotherSignature(Mint(n, Audience, [])),
            1 => Mint(n, Audience, new() { ["iat"] = _forge.Now - 7_200, ["exp"] = _forge.Now - 3_600 }),
            2 => Mint(n, "another-application", []),
            _ => Mint(n, Audience, new() { ["iss"] = "https://another.example" }),
        }),
    ];

    public void Dispose() => _forge.Dispose();

    private string Mint(int number, string audience, JsonObject with)
    {
        with["sid"] = $"sess_2x{number:00000000}";
        with["jti"] = $"{number:x8}";
        with["azp"] = "https://portal.example";
        with["nbf"] = _forge.Now - 10_800;
        with["email"] = $"person.{number}@mail.example";
        with["name"] = $"Person {number}";
        with["fva"] = new JsonArray(12, -1);
        with["o"] = new JsonObject { ["id"] = "org_2x0001", ["rol"] = "member", ["slg"] = "main" };
        return _forge.Sign(_forge.Header(), _forge.Payload($"user_2x{number:00000000}", audience, Lifetime, with));
    }

    /// <summary>Another first character: still one way to write some 256 bytes.</summary>
    private static string WithAnotherSignature(string token)
    {
        var start = token.LastIndexOf('.') + 1;
        return $"{token[..start]}{(token[start] == 'A' ? 'B' : 'A')}{token[(start + 1)..]}";
    }
}
