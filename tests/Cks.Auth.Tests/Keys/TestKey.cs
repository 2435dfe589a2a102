using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Cks.Auth.Tests;

/// <summary>A key pair of a provider: what it publishes of it, and what it signs with it.</summary>
internal sealed class TestKey(string id, string algorithm, AsymmetricAlgorithm pair)
{
    // Making an RSA key costs more than all that is done with it.
    private static readonly ConcurrentDictionary<int, RSA> Pairs = new();

    public string Id => id;

    public static TestKey Rsa(string id, int pair = 0, string algorithm = "RS256") => new(id, algorithm, Pairs.GetOrAdd(pair, _ => RSA.Create(2048)));

    public static TestKey Ec(string id, string algorithm = "ES256") => new(id, algorithm, ECDsa.Create(algorithm switch
    {
        "ES256" => ECCurve.NamedCurves.nistP256,
        "ES384" => ECCurve.NamedCurves.nistP384,
        _ => ECCurve.NamedCurves.nistP521,
    }));

    /// <summary>The public part, without <c>use</c> and <c>alg</c>.</summary>
    public JsonObject Jwk(params ReadOnlySpan<(string Name, JsonNode? Value)> with)
    {
        var jwk = pair is RSA rsa ? Jwk(rsa) : Jwk((ECDsa)pair);
        jwk["kid"] = id;
        foreach (var (name, value) in with)
            jwk[name] = value;
        return jwk;
    }

    /// <summary>The same with the private part.</summary>
    public JsonObject PrivateJwk() => Jwk(("d", Base64Url.EncodeToString(pair is RSA rsa ? rsa.ExportParameters(true).D : ((ECDsa)pair).ExportParameters(true).D)));

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        var hash = new HashAlgorithmName("SHA" + algorithm[2..]);
        return pair is RSA rsa ? rsa.SignData(data, hash, algorithm[0] == 'R' ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss) : ((ECDsa)pair).SignData(data, hash);
    }

    /// <summary>A token for the audience "portal" that is good for ten minutes.</summary>
    public string Token(string issuer, DateTimeOffset now, string? keyId = null, string? alg = null, Func<byte[], byte[]>? sign = null, string subject = "user-1")
    {
        var header = new JsonObject { ["alg"] = alg ?? algorithm, ["typ"] = "JWT", ["kid"] = keyId ?? id };
        if (keyId?.Length == 0)
            header.Remove("kid");
        var at = now.ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = issuer, ["sub"] = subject, ["aud"] = "portal", ["iat"] = at, ["exp"] = at + 600 };
        var signed = $"{Encode(header)}.{Encode(claims)}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        return $"{signed}.{Base64Url.EncodeToString(sign?.Invoke(bytes) ?? Sign(bytes))}";
    }

    public static string Set(params IEnumerable<JsonNode> keys) => new JsonObject { ["keys"] = new JsonArray([.. keys.Select(k => k.DeepClone())]) }.ToJsonString();

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static JsonObject Jwk(RSA key)
    {
        var parameters = key.ExportParameters(false);
        return new() { ["kty"] = "RSA", ["n"] = Base64Url.EncodeToString(parameters.Modulus), ["e"] = Base64Url.EncodeToString(parameters.Exponent) };
    }

    private static JsonObject Jwk(ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        return new() { ["kty"] = "EC", ["crv"] = $"P-{key.KeySize}", ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y) };
    }
}
