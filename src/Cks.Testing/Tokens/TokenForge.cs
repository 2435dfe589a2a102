using System.Buffers.Text;
using System.Globalization;
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
    private readonly List<ForgeKey> _keys = [];
    private int _keysMade;
    private int _tokensMade;

    /// <summary>Makes an issuer with one key: RSA of 2048 bits, or the curve of the algorithm.</summary>
    /// <param name="issuer">Written into <c>iss</c> as it stands.</param>
    /// <param name="timeProvider">The clock of <c>iat</c> and <c>exp</c>; the system's by default. Share one that can be set with the application under test.</param>
    /// <param name="algorithm">RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 or ES512 (RFC 7518 section 3.1).</param>
    public TokenForge(string issuer, TimeProvider? timeProvider = null, string algorithm = "RS256")
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        (Issuer, Algorithm, _time) = (issuer, algorithm, timeProvider ?? TimeProvider.System);
        RotateKey();
    }

    /// <summary>The issuer.</summary>
    public string Issuer { get; }

    /// <summary>The algorithm of every key.</summary>
    public string Algorithm { get; }

    /// <summary>Id of the key that signs.</summary>
    public string KeyId => Key.Id;

    /// <summary>Ids of the published keys, the one that signs last.</summary>
    public IReadOnlyList<string> PublishedKeyIds => [.. _keys.Select(k => k.Id)];

    /// <summary>Seconds since 1970 on the forge's clock.</summary>
    public long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The public key that signs, as SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7) in DER.</summary>
    public byte[] PublicKey => Key.Algorithm.ExportSubjectPublicKeyInfo();

    internal ForgeKey Key => _keys[^1];

    /// <summary>Signs with a new key from now on.</summary>
    /// <param name="keepPrevious">Whether the keys before it stay published, as providers do while old tokens live. Otherwise these are withdrawn at once, as after a theft.</param>
    public void RotateKey(bool keepPrevious = false)
    {
        var retired = keepPrevious ? [] : _keys.ToArray();
        _keys.Add(ForgeKey.Make($"key-{++_keysMade}", Algorithm));
        foreach (var old in retired)
        {
            _keys.Remove(old);
            old.Dispose();
        }
    }

    /// <summary>Publishes the earlier keys no longer: the end of an overlap.</summary>
    public void RetirePreviousKeys()
    {
        foreach (var old in _keys.SkipLast(1).ToArray())
        {
            _keys.Remove(old);
            old.Dispose();
        }
    }

    /// <summary>The published keys as a JSON Web Key Set (RFC 7517 section 5); public parts only.</summary>
    public string Jwks() => new JsonObject { ["keys"] = new JsonArray([.. _keys.Select(k => k.ToJwk())]) }.ToJsonString();

    /// <summary>A good token.</summary>
    /// <param name="subject"><c>sub</c>.</param>
    /// <param name="audience"><c>aud</c>; none by default.</param>
    /// <param name="lifetime">From now to <c>exp</c>; 10 minutes by default.</param>
    /// <param name="claims">Further claims, which win over the standard ones; a <see langword="null"/> member removes one.</param>
    public string Mint(string subject, string? audience = null, TimeSpan? lifetime = null, JsonObject? claims = null) =>
        Sign(Header(), Payload(subject, audience, lifetime, claims));

    /// <summary>A good access token by RFC 9068.</summary>
    /// <param name="subject"><c>sub</c>.</param>
    /// <param name="audience"><c>aud</c>.</param>
    /// <param name="clientId"><c>client_id</c>: the program that got it.</param>
    /// <param name="lifetime">From now to <c>exp</c>; 10 minutes by default.</param>
    /// <param name="claims">Further claims, as for <see cref="Mint"/>.</param>
    public string MintAccessToken(string subject, string audience, string clientId = "client-1", TimeSpan? lifetime = null, JsonObject? claims = null) =>
        Sign(AccessTokenHeader(), AccessTokenPayload(subject, audience, clientId, lifetime, claims));

    /// <summary>A good session token of Clerk.</summary>
    /// <param name="userId"><c>sub</c>, which begins with <c>user_</c>; see <see cref="ClerkIds"/>.</param>
    /// <param name="party"><c>azp</c>: the origin of the page, such as <c>https://portal.example</c>; none by default.</param>
    /// <param name="version">1 or 2.</param>
    /// <param name="lifetime">From now to <c>exp</c>; 1 minute by default, as Clerk does it.</param>
    /// <param name="claims">Further claims, as for <see cref="Mint"/>: the organization (<c>o</c>), <c>fea</c>, <c>pla</c>, another <c>sid</c>.</param>
    public string MintClerkSession(string userId, string? party = null, int version = 2, TimeSpan? lifetime = null, JsonObject? claims = null) =>
        Sign(ClerkHeader(), ClerkPayload(userId, party, version, lifetime, claims));

    /// <summary>Signs header and payload as they are written, however wrong they may be.</summary>
    /// <param name="headerJson">The protected header, usually from <see cref="Header"/>.</param>
    /// <param name="payloadJson">The payload.</param>
    /// <param name="key">An RSA or EC key that signs instead of the forge's.</param>
    public string Sign(string headerJson, string payloadJson, AsymmetricAlgorithm? key = null)
    {
        return Sign(Encoding.UTF8.GetBytes(headerJson), Encoding.UTF8.GetBytes(payloadJson), key ?? Key.Algorithm);
    }

    /// <summary>The same for bytes, which need be neither JSON nor UTF-8.</summary>
    /// <param name="header">The protected header.</param>
    /// <param name="payload">The payload.</param>
    public string Sign(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload) => Sign(header, payload, Key.Algorithm);

    /// <summary>The header of a good token.</summary>
    /// <param name="with">Further members, which win; a <see langword="null"/> member removes one.</param>
    public string Header(JsonObject? with = null) => HeaderOf("JWT", with);

    /// <summary>The header of a good access token; see <see cref="MintAccessToken"/>.</summary>
    /// <param name="with">Further members, as for <see cref="Header"/>.</param>
    public string AccessTokenHeader(JsonObject? with = null) => HeaderOf("at+jwt", with);

    /// <summary>The header of a good session token of Clerk, with the category that Clerk writes there; see <see cref="MintClerkSession"/>.</summary>
    /// <param name="with">Further members, as for <see cref="Header"/>.</param>
    public string ClerkHeader(JsonObject? with = null) => Merge(Members("JWT", new() { ["cat"] = "cl_B7d4PD111AAA" }), with).ToJsonString();

    /// <summary>The payload of a good token; parameters as for <see cref="Mint"/>.</summary>
    public string Payload(string subject, string? audience = null, TimeSpan? lifetime = null, JsonObject? claims = null)
    {
        var payload = new JsonObject { ["iss"] = Issuer, ["sub"] = subject };
        if (audience is not null)
            payload["aud"] = audience;
        return Merge(WithTimes(payload, lifetime ?? TimeSpan.FromMinutes(10)), claims).ToJsonString();
    }

    /// <summary>The payload of a good access token; parameters as for <see cref="MintAccessToken"/>.</summary>
    public string AccessTokenPayload(string subject, string audience, string clientId = "client-1", TimeSpan? lifetime = null, JsonObject? claims = null)
    {
        var payload = new JsonObject { ["iss"] = Issuer, ["sub"] = subject, ["aud"] = audience, ["client_id"] = clientId, ["jti"] = NextTokenId() };
        return Merge(WithTimes(payload, lifetime ?? TimeSpan.FromMinutes(10)), claims).ToJsonString();
    }

    /// <summary>The payload of a good session token of Clerk; parameters as for <see cref="MintClerkSession"/>.</summary>
    public string ClerkPayload(string userId, string? party = null, int version = 2, TimeSpan? lifetime = null, JsonObject? claims = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(version, 2);
        var payload = new JsonObject { ["iss"] = Issuer, ["sub"] = userId, ["sid"] = ClerkIds.Make("sess", _time.GetUtcNow().AddMinutes(-5)), ["fva"] = new JsonArray(5, -1) };
        if (party is not null)
            payload["azp"] = party;
        if (version == 2)
            (payload["v"], payload["jti"], payload["sts"], payload["pla"], payload["fea"]) = (2, NextTokenId(), "active", "u:free", "");
        payload["nbf"] = Now - 10;
        return Merge(WithTimes(payload, lifetime ?? TimeSpan.FromMinutes(1)), claims).ToJsonString();
    }

    /// <summary>Destroys the private keys.</summary>
    public void Dispose()
    {
        foreach (var key in _keys)
            key.Dispose();
    }

    internal static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private string HeaderOf(string type, JsonObject? with) => Merge(Members(type, []), with).ToJsonString();

    private JsonObject Members(string type, JsonObject more) => Merge(new() { ["alg"] = Algorithm, ["typ"] = type, ["kid"] = KeyId }, more);

    private string Sign(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, AsymmetricAlgorithm key)
    {
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(Key.Sign(Encoding.ASCII.GetBytes(signed), key))}";
    }

    private JsonObject WithTimes(JsonObject payload, TimeSpan lifetime)
    {
        var now = Now;
        (payload["iat"], payload["exp"]) = (now, now + (long)lifetime.TotalSeconds);
        return payload;
    }

    private string NextTokenId() => Interlocked.Increment(ref _tokensMade).ToString("'token-'0", CultureInfo.InvariantCulture);

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
