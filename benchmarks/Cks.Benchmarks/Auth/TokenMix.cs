using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Cks.Testing;

namespace Cks.Benchmarks;

/// <summary>RS256 tokens as an identity provider makes them, each of another person: good ones, and bad ones of four kinds.</summary>
internal sealed class TokenMix : IDisposable
{
    public const string Issuer = "https://login.example";
    public const string Audience = "portal";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);
    private readonly TokenForge _forge = new(Issuer);

    /// <summary>The public keys as a JSON Web Key Set.</summary>
    public string Jwks => _forge.Jwks();

    public IReadOnlyList<string> Good(int count) => [.. Enumerable.Range(0, count).Select(n => Mint(n, []))];

    public IReadOnlyList<string> BadSignatures(int count) => [.. Good(count).Select(WithAnotherSignature)];

    public IReadOnlyList<string> Expired(int count) =>
        [.. Enumerable.Range(0, count).Select(n => Mint(n, new() { ["iat"] = _forge.Now - 7_200, ["exp"] = _forge.Now - 3_600 }))];

    public IReadOnlyList<string> OfUnknownIssuers(int count) => [.. Enumerable.Range(0, count).Select(n => Mint(n, new() { ["iss"] = $"https://another-{n % 7}.example" }))];

    /// <summary>What is no token: parts missing or too many, base64 of noise, JSON that breaks off, plain text.</summary>
    public IReadOnlyList<string> Garbage(int count)
    {
        var (random, good) = (new Random(20_260_504), Good(1)[0]);
        var parts = good.Split('.');
        return [.. Enumerable.Range(0, count).Select(n => (n % 6) switch
        {
            0 => $"{parts[0]}.{parts[1]}",
            1 => $"{parts[0]}.{Noise(random, 300)}.{parts[2]}",
            2 => $"{parts[0]}.{Base64Url.EncodeToString(Base64Url.DecodeFromChars(parts[1]).AsSpan(0, random.Next(1, 200)))}.{parts[2]}",
            3 => $"{Noise(random, 40)}.{Noise(random, 300)}.{Noise(random, 256)}",
            4 => good[..random.Next(20, good.Length - 1)],
            _ => Encoding.ASCII.GetString([.. Enumerable.Range(0, 200).Select(_ => (byte)random.Next(33, 127))]),
        })];
    }

    public void Dispose() => _forge.Dispose();

    private static string Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    private string Mint(int number, JsonObject with)
    {
        with["sid"] = $"sess_2x{number:00000000}";
        with["jti"] = $"{number:x8}";
        with["azp"] = "https://portal.example";
        with["nbf"] = _forge.Now - 10_800;
        with["email"] = $"person.{number}@mail.example";
        with["name"] = $"Person {number}";
        with["fva"] = new JsonArray(12, -1);
        with["o"] = new JsonObject { ["id"] = "org_2x0001", ["rol"] = "member", ["slg"] = "main" };
        return _forge.Sign(_forge.Header(), _forge.Payload($"user_2x{number:00000000}", Audience, Lifetime, with));
    }

    /// <summary>Another first character: still one way to write some 256 bytes.</summary>
    private static string WithAnotherSignature(string token)
    {
        var start = token.LastIndexOf('.') + 1;
        return $"{token[..start]}{(token[start] == 'A' ? 'B' : 'A')}{token[(start + 1)..]}";
    }
}
