using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cks.Auth;
using static Cks.Auth.TokenRejectionReason;

namespace Cks.Testing;

/// <summary>
/// What attackers and broken issuers send: each token differs from a good one in one way, and wherever that way allows it carries a perfect signature of the
/// forge's own key.
/// </summary>
public sealed class HostileTokens
{
    private const string EmbeddedKeyIssuer = "https://evil.example/keys";

    private readonly TokenForge _forge;
    private readonly string _subject;
    private readonly string _audience;
    private readonly List<HostileToken> _tokens = [];

    private HostileTokens(TokenForge forge, string subject, string audience) => (_forge, _subject, _audience) = (forge, subject, audience);

    /// <summary>
    /// Makes the collection, for an application that accepts the forge's issuer and one audience with RS256, 24 hours of life and 30 seconds of skew.
    /// </summary>
    /// <param name="forge">The issuer; nothing of it changes.</param>
    /// <param name="subject">The subject of the good token.</param>
    /// <param name="audience">The audience that the application accepts.</param>
    public static IReadOnlyList<HostileToken> For(TokenForge forge, string subject, string audience)
    {
        ArgumentNullException.ThrowIfNull(forge);
        var all = new HostileTokens(forge, subject, audience);
        all.Encodings();
        all.Algorithms();
        all.Headers();
        all.Keys();
        all.Signatures();
        all.Documents();
        all.Identities();
        all.Times();
        all.Audiences();
        return all._tokens;
    }

    private string Good => _forge.Sign(_forge.Header(), Claims());

    private void Encodings()
    {
        var good = Good.Split('.');
        Add("nothing at all", "", Missing);
        Add("one part", good[0], Malformed);
        Add("two parts", $"{good[0]}.{good[1]}", Malformed);
        Add("four parts", $"{Good}.{good[2]}", Malformed);
        Add("five parts, as an encrypted token has", $"{Good}.{good[1]}.{good[2]}", Malformed);
        Add("dots only", new('.', 10_000), Malformed);
        Add("a first part of nothing", $".{good[1]}.{good[2]}", Malformed);
        Add("a payload of nothing", $"{good[0]}..{good[2]}", Malformed);
        Add("padding on the signature", Good + "==", Malformed);
        Add("padding on the header", $"{good[0]}=.{good[1]}.{good[2]}", Malformed);
        Add("a signature whose last character has unused bits", good[0] + "." + good[1] + "." + WithUnusedBits(good[2]), Malformed);
        Add("the alphabet of plain base64", $"{good[0]}.{good[1]}.+/{good[2][2..]}", Malformed);
        Add("a space inside", $"{good[0]}.{good[1]} .{good[2]}", Malformed);
        Add("a line break at the end", Good + "\n", Malformed);
        Add("a letter that is not ASCII", $"{good[0]}.{good[1]}.é{good[2][1..]}", Malformed);
        Add("a base64 length that cannot be", $"{good[0]}.{good[1]}.AAAAA", Malformed);
        Add("the JSON form of a JWS", $$"""{"payload":"{{good[1]}}","signatures":[{"protected":"{{good[0]}}","signature":"{{good[2]}}"}]}""", Malformed);
        Add("200 KB of claims", Sign(Claims(new() { ["x"] = new string('x', 200_000) })), TooLarge);
        Add("200 KB of dots", new('.', 200_000), TooLarge);
    }

    private void Algorithms()
    {
        foreach (var none in new[] { "none", "None", "NONE", "nOnE", "" })
            Add($"alg '{none}' without a signature", $"{TokenForge.Encode(Head("alg", none))}.{TokenForge.Encode(Claims())}.", UnsupportedAlgorithm);
        Add("alg none with the signature kept", SignHead(Head("alg", "none")), UnsupportedAlgorithm);
        Add("HS256 with the public key's PEM as secret", Hmac(Encoding.UTF8.GetBytes(Public().ExportSubjectPublicKeyInfoPem())), UnsupportedAlgorithm);
        Add("HS256 with the public key's DER as secret", Hmac(Public().ExportSubjectPublicKeyInfo()), UnsupportedAlgorithm);
        Add("HS256 with the modulus as secret", Hmac(_forge.PublicKey.Modulus!), UnsupportedAlgorithm);
        foreach (var other in new[] { "rs256", "RS512", "PS256", "ES256", "RS256 ", "RS256\0", "PBES2-HS256+A128KW" })
            Add($"alg '{other.Replace("\0", "NUL", StringComparison.Ordinal)}'", SignHead(Head("alg", other)), UnsupportedAlgorithm);
        Add("alg missing", SignHead(Head("alg", null)), Malformed);
        Add("alg a number", SignHead(Head("alg", 256)), Malformed);
        Add("alg an array", SignHead(Head("alg", new JsonArray("RS256"))), Malformed);
        Add("alg an object", SignHead(Head("alg", new JsonObject { ["name"] = "RS256" })), Malformed);
    }

    private void Headers()
    {
        Add("alg twice", SignHead($$"""{"alg":"RS256","alg":"none","kid":"{{_forge.KeyId}}"}"""), DuplicateMember);
        Add("alg twice, once with an escape", SignHead($$"""{"alg":"RS256","\u0061lg":"none","kid":"{{_forge.KeyId}}"}"""), DuplicateMember);
        Add("kid twice", SignHead($$"""{"alg":"RS256","kid":"other","kid":"{{_forge.KeyId}}"}"""), DuplicateMember);
        Add("a member nobody knows twice", SignHead($$"""{"alg":"RS256","kid":"{{_forge.KeyId}}","x":1,"x":2}"""), DuplicateMember);
        Add("crit naming an extension", SignHead(Head("crit", new JsonArray("exp"))), CriticalHeader);
        Add("crit empty", SignHead(Head("crit", new JsonArray())), CriticalHeader);
        Add("crit a string", SignHead(Head("crit", "exp")), CriticalHeader);
        Add("b64 false", SignHead(Head("b64", false)), CriticalHeader);
        Add("typ of a logout token", SignHead(Head("typ", "logout+jwt")), UnsupportedType);
        Add("typ of a proof", SignHead(Head("typ", "dpop+jwt")), UnsupportedType);
        Add("typ of a security event", SignHead(Head("typ", "application/secevent+jwt")), UnsupportedType);
        Add("typ empty", SignHead(Head("typ", "")), UnsupportedType);
        Add("typ a number", SignHead(Head("typ", 1)), Malformed);
        Add("cty of a nested token", SignHead(Head("cty", "JWT")), UnsupportedType);
        Add("a nested token", _forge.Sign(Head("cty", "JWT"), Good), Malformed);
        Add("a header that is an array", SignHead("""["RS256"]"""), Malformed);
        Add("a header with text after it", SignHead(_forge.Header() + "{}"), Malformed);
        Add("a header that is nested deeply", SignHead(Head("x", Nested(60))), Malformed);
        Add("a header with a comment", SignHead("/**/" + _forge.Header()), Malformed);
    }

    private void Keys()
    {
        Add("kid unknown", SignHead(Head("kid", "nobody")), KeyUnknown);
        Add("kid in another case", SignHead(Head("kid", _forge.KeyId.ToUpperInvariant())), KeyUnknown);
        Add("kid empty", SignHead(Head("kid", "")), KeyUnknown);
        Add("kid a path", SignHead(Head("kid", "../../../../dev/null")), KeyUnknown);
        Add("kid with SQL", SignHead(Head("kid", "x' UNION SELECT 'key")), KeyUnknown);
        Add("kid with NUL", SignHead(Head("kid", _forge.KeyId + "\0")), KeyUnknown);
        Add("kid a number", SignHead(Head("kid", 1)), Malformed);
        Add("kid an object", SignHead(Head("kid", new JsonObject())), Malformed);
        Add("kid of 10 KB", SignHead(Head("kid", new string('k', 10_000))), Malformed);
    }

    private void Signatures()
    {
        var good = Good.Split('.');
        using var other = RSA.Create(2048);
        using var weak = RSA.Create(1024);
        Add("another key's signature", _forge.Sign(_forge.Header(), Claims(), other), SignatureInvalid);
        Add("a key of 1024 bits", _forge.Sign(_forge.Header(), Claims(), weak), SignatureInvalid);
        Add("the attacker's key in jwk", _forge.Sign(Head("jwk", Jwk(other)), Claims(), other), SignatureInvalid);
        Add("the attacker's address in jku", _forge.Sign(Head("jku", EmbeddedKeyIssuer), Claims(), other), SignatureInvalid);
        Add("the attacker's address in x5u", _forge.Sign(Head("x5u", "http://169.254.169.254/latest"), Claims(), other), SignatureInvalid);
        Add("the attacker's certificate in x5c", _forge.Sign(Head("x5c", new JsonArray("MIIB")), Claims(), other), SignatureInvalid);
        Add("no signature", $"{good[0]}.{good[1]}.", SignatureInvalid);
        Add("a signature of zeros", $"{good[0]}.{good[1]}.{Base64Url.EncodeToString(new byte[256])}", SignatureInvalid);
        Add("a signature cut short", $"{good[0]}.{good[1]}.{Base64Url.EncodeToString(Base64Url.DecodeFromChars(good[2]).AsSpan(0, 255))}", SignatureInvalid);
        Add("a signature made longer", $"{good[0]}.{good[1]}.AAAA{good[2]}", SignatureInvalid);
        foreach (var bit in new[] { 0, 1000, 2047 })
            Add($"bit {bit} of the signature flipped", $"{good[0]}.{good[1]}.{Flipped(good[2], bit)}", SignatureInvalid);
        Add("another subject under the old signature", $"{good[0]}.{TokenForge.Encode(Claims(new() { ["sub"] = "admin" }))}.{good[2]}", SignatureInvalid);
    }

    private void Documents()
    {
        var claims = Claims();
        Add("braces after the claims", Sign(claims + "{}"), Malformed);
        Add("text after the claims", Sign(claims + "x"), Malformed);
        Add("a space after the claims", Sign(claims + " "), Malformed);
        Add("a byte order mark", Sign("\uFEFF" + claims), Malformed);
        Add("a comment", Sign(claims[..^1] + "/* */}"), Malformed);
        Add("a trailing comma", Sign(claims[..^1] + ",}"), Malformed);
        Add("an array", Sign($"[{claims}]"), Malformed);
        Add("a string", Sign("\"claims\""), Malformed);
        Add("a number", Sign("42"), Malformed);
        Add("null", Sign("null"), Malformed);
        Add("bytes that are not UTF-8", RawBytes(claims), Malformed);
        Add("a lone surrogate in a name", Sign(With("""
            "\ud800":1
            """)), Malformed);
        Add("a lone surrogate in sub", Sign(Replace("sub", "\"\\ud800\"")), MalformedClaim);
        Add("deep nesting", Sign(Claims(new() { ["x"] = Nested(60) })), Malformed);
        Add("hundreds of members", Sign(Claims(new(Enumerable.Range(0, 200).Select(i => KeyValuePair.Create<string, JsonNode?>($"m{i}", i))))), Malformed);
        foreach (var claim in new[] { "iss", "sub", "aud", "exp", "nbf", "iat", "x" })
            Add($"{claim} twice", Sign(With($"\"{claim}\":1,\"{claim}\":2")), DuplicateMember);
        foreach (var claim in new[] { "iss", "sub", "aud", "exp" })
            Add($"{claim} twice, once with an escape", Sign(With($"\"\\u{(int)claim[0]:x4}{claim[1..]}\":\"x\"")), DuplicateMember);
    }

    private void Identities()
    {
        var issuer = _forge.Issuer;
        foreach (var (name, twin) in new[]
        {
            ("with a slash", issuer + "/"), ("in upper case", issuer.ToUpperInvariant()), ("with a suffix", issuer + ".evil.example"),
            ("with a space before it", " " + issuer),
            ("with NUL", issuer + "\0"), ("with a user", issuer.Replace("://", "://user@", StringComparison.Ordinal)), ("with a port", issuer + ":8443"),
            ("cut short", issuer[..^1]),
        })
            Add($"iss {name}", Sign(Claims(new() { ["iss"] = twin })), IssuerUnknown);
        Add("iss missing", Sign(Claims(new() { ["iss"] = null })), MissingClaim);
        Add("iss empty", Sign(Claims(new() { ["iss"] = "" })), MalformedClaim);
        Add("iss an array", Sign(Claims(new() { ["iss"] = new JsonArray(issuer) })), MalformedClaim);
        Add("iss null", Sign(Replace("iss", "null")), MalformedClaim);
        Add("sub missing", Sign(Claims(new() { ["sub"] = null })), MissingClaim);
        Add("sub empty", Sign(Claims(new() { ["sub"] = "" })), MalformedClaim);
        Add("sub a number", Sign(Claims(new() { ["sub"] = 1 })), MalformedClaim);
        Add("sub null", Sign(Replace("sub", "null")), MalformedClaim);
        Add("sub of 256 characters", Sign(Claims(new() { ["sub"] = new string('s', 256) })), MalformedClaim);
        Add("sub with NUL", Sign(Claims(new() { ["sub"] = _subject + "\0" })), MalformedClaim);
        Add("sid a number", Sign(Claims(new() { ["sid"] = 1 })), MalformedClaim);
        Add("jti an object", Sign(Claims(new() { ["jti"] = new JsonObject() })), MalformedClaim);
    }

    private void Times()
    {
        var now = _forge.Now;
        Add("exp missing", Sign(Claims(new() { ["exp"] = null })), MissingClaim);
        foreach (var value in new[]
        {
            $"\"{now + 600}\"", "null", "true", "[1]", "{}", "1e99", "-1e99", "1000000000000000000000000000000", "9223372036854775807", "-9223372036854775808",
        })
            Add($"exp {(value.StartsWith('"') ? "a string" : value)}", Sign(Replace("exp", value)), MalformedClaim);
        Add("exp in milliseconds", Sign(Replace("exp", $"{(now + 600) * 1000}")), LifetimeTooLong);
        Add("exp two days ahead", Sign(Replace("exp", $"{now + 172_800}")), LifetimeTooLong);
        Add("exp two days ahead without iat", Sign(Claims(new() { ["exp"] = now + 172_800, ["iat"] = null })), LifetimeTooLong);
        Add("iat far in the past", Sign(Replace("iat", "0")), LifetimeTooLong);
        foreach (var value in new[] { "0", "-1", $"{now - 31}", $"{now - 31}.9" })
            Add($"exp {(value.Length > 2 ? "just passed" + (value.Contains('.') ? " with a fraction" : "") : value)}", Sign(Replace("exp", value)), Expired);
        Add("nbf ahead", Sign(Claims(new() { ["nbf"] = now + 120 })), NotYetValid);
        Add("nbf a string", Sign(Claims(new() { ["nbf"] = $"{now}" })), MalformedClaim);
        Add("iat ahead", Sign(Replace("iat", $"{now + 120}")), IssuedInFuture);
        Add("iat a string", Sign(Replace("iat", $"\"{now}\"")), MalformedClaim);
        Add("iat 1e99", Sign(Replace("iat", "1e99")), MalformedClaim);
    }

    private void Audiences()
    {
        Add("aud missing", Sign(Claims(new() { ["aud"] = null })), AudienceInvalid);
        foreach (var value in new[] { "[]", "\"\"", "null", "[null]", "1", "true", "{}" })
            Add($"aud {value}", Sign(Replace("aud", value)), AudienceInvalid);
        foreach (var (name, value) in new[]
        {
            ("another", "other"), ("with a slash", _audience + "/"), ("in upper case", _audience.ToUpperInvariant()),
            ("as a list in one string", _audience + " other"), ("with a prefix", "x" + _audience),
        })
            Add($"aud {name}", Sign(Replace("aud", $"\"{value}\"")), AudienceInvalid);
        Add("aud an array in an array", Sign(Replace("aud", $"[[\"{_audience}\"]]")), AudienceInvalid);
        Add("aud the right one beside a number", Sign(Replace("aud", $"[\"{_audience}\",1]")), AudienceInvalid);
        Add("aud a lone surrogate", Sign(Replace("aud", "\"\\ud800\"")), AudienceInvalid);
    }

    private void Add(string name, string token, TokenRejectionReason expected) => _tokens.Add(new(name, token, expected));

    private string Claims(JsonObject? with = null) => _forge.Payload(_subject, _audience, claims: with);

    private string Head(string member, JsonNode? value) => _forge.Header(new() { [member] = value });

    private string Sign(string payload) => _forge.Sign(_forge.Header(), payload);

    private string SignHead(string header) => _forge.Sign(header, Claims());

    /// <summary>The good claims with members written before the closing brace, twins included.</summary>
    private string With(string members) => $"{Claims()[..^1]},{members.Trim()}}}";

    /// <summary>The good claims with one value written as raw JSON.</summary>
    private string Replace(string claim, string json) => $"{Claims(new() { [claim] = null })[..^1]},\"{claim}\":{json}}}";

    private RSA Public() => RSA.Create(_forge.PublicKey);

    private string Hmac(byte[] secret)
    {
        var signed = $"{TokenForge.Encode(Head("alg", "HS256"))}.{TokenForge.Encode(Claims())}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}";
    }

    private string RawBytes(string claims)
    {
        byte[] payload = [.. Encoding.UTF8.GetBytes(claims[..^1]), .. ",\"x\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        var good = Good.Split('.');
        return $"{good[0]}.{Base64Url.EncodeToString(payload)}.{good[2]}";
    }

    private static string WithUnusedBits(string part)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return part[..^1] + Alphabet[Alphabet.IndexOf(part[^1], StringComparison.Ordinal) | 1];
    }

    private static string Flipped(string signature, int bit)
    {
        var bytes = Base64Url.DecodeFromChars(signature);
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return Base64Url.EncodeToString(bytes);
    }

    private static JsonObject Jwk(RSA key)
    {
        var parameters = key.ExportParameters(false);
        return new() { ["kty"] = "RSA", ["n"] = Base64Url.EncodeToString(parameters.Modulus), ["e"] = Base64Url.EncodeToString(parameters.Exponent) };
    }

    private static JsonArray Nested(int depth)
    {
        var inner = new JsonArray();
        for (var i = 1; i < depth; i++)
            inner = new(inner);
        return inner;
    }
}
