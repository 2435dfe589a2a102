using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Cks.Testing;

/// <summary>
/// An issuer in memory: makes signed tokens, good ones and any others that a test needs, and publishes the keys to check them with. Thread-safe except for
/// rotation.
/// </summary>
public sealed class TokenForge : IDisposable
{
    private readonly TimeProvider _time;
    private readonly List<(string Id, RSA Key)> _keys = [];
    private int _made;

    /// <summary>Makes an issuer with one RSA key of 2048 bits.</summary>
    /// <param name="issuer">Written into <c>iss</c> as it stands.</param>
    /// <param name="timeProvider">The clock of <c>iat</c> and <c>exp</c>; the system's by default.</param>
    public TokenForge(string issuer, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        (Issuer, _time) = (issuer, timeProvider ?? TimeProvider.System);
        RotateKey();
    }

    /// <summary>The issuer.</summary>
    public string Issuer { get; }

    /// <summary>Id of the key that signs.</summary>
    public string KeyId => _keys[^1].Id;

    /// <summary>Seconds since 1970 on the forge's clock.</summary>
    public long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The public key that signs.</summary>
    public RSAParameters PublicKey => _keys[^1].Key.ExportParameters(includePrivateParameters: false);

    /// <summary>Signs with a new key from now on.</summary>
    /// <param name="keepPrevious">Whether the keys before it stay published, as providers do while old tokens live.</param>
    public void RotateKey(bool keepPrevious = false)
    {
        var retired = keepPrevious ? [] : _keys.ToArray();
        _keys.Add(($"key-{++_made}", RSA.Create(2048)));
        foreach (var old in retired)
        {
            _keys.Remove(old);
            old.Key.Dispose();
        }
    }

    /// <summary>The published keys as a JSON Web Key Set; public parts only.</summary>
    public string Jwks() => new JsonObject { ["keys"] = new JsonArray([.. _keys.Select(k => Jwk(k.Id, k.Key))]) }.ToJsonString();

    /// <summary>A good token.</summary>
    /// <param name="subject"><c>sub</c>.</param>
    /// <param name="audience"><c>aud</c>; none by default.</param>
    /// <param name="lifetime">From now to <c>exp</c>; 10 minutes by default.</param>
    /// <param name="claims">Further claims, which win over the standard ones; a <see langword="null"/> member removes one.</param>
    public string Mint(string subject, string? audience = null, TimeSpan? lifetime = null, JsonObject? claims = null) =>
        Sign(Header(), Payload(subject, audience, lifetime, claims));

    /// <summary>Signs header and payload as they are written, however wrong they may be.</summary>
    /// <param name="headerJson">The protected header, usually from <see cref="Header"/>.</param>
    /// <param name="payloadJson">The payload.</param>
    /// <param name="key">Signs instead of the forge's key.</param>
    public string Sign(string headerJson, string payloadJson, RSA? key = null)
    {
        var signed = $"{Encode(headerJson)}.{Encode(payloadJson)}";
        var signature = (key ?? _keys[^1].Key).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>The header of a good token.</summary>
    /// <param name="with">Further members, which win; a <see langword="null"/> member removes one.</param>
    public string Header(JsonObject? with = null) =>
        Merge(new() { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = KeyId }, with).ToJsonString();

    /// <summary>The payload of a good token; parameters as for <see cref="Mint"/>.</summary>
    public string Payload(string subject, string? audience = null, TimeSpan? lifetime = null, JsonObject? claims = null)
    {
        var payload = new JsonObject { ["iss"] = Issuer, ["sub"] = subject };
        if (audience is not null)
            payload["aud"] = audience;
        payload["iat"] = Now;
        payload["exp"] = Now + (long)(lifetime ?? TimeSpan.FromMinutes(10)).TotalSeconds;
        return Merge(payload, claims).ToJsonString();
    }

    /// <summary>Destroys the private keys.</summary>
    public void Dispose()
    {
        foreach (var (_, key) in _keys)
            key.Dispose();
    }

    internal static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static JsonNode Jwk(string id, RSA key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = "RS256",
            ["kid"] = id,
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
        };
    }

    private static JsonObject Merge(JsonObject target, JsonObject? with)
    {
        foreach (var (name, value) in with ?? [])
        {
            if (value is null)
                target.Remove(name);
            else
                target[name] = value.DeepClone();
        }

        return target;
    }
}
