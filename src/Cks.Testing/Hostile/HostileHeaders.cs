using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using static Cks.Auth.TokenRejectionReason;

namespace Cks.Testing;

/// <summary>Headers that would have the token checked otherwise, or not at all.</summary>
internal static class HostileHeaders
{
    private static readonly string[] None = ["none", "None", "NONE", "nOnE", ""];

    public static void AddTo(HostileBuilder b)
    {
        Algorithms(b);
        Extensions(b);
        Types(b);
        Members(b);
        KeyIds(b);
    }

    private static void Algorithms(HostileBuilder b)
    {
        for (var i = 0; i < None.Length; i++)
            b.Add(i + 1, $"alg '{None[i]}' without a signature", $"{TokenForge.Encode(b.Head("alg", None[i]))}.{TokenForge.Encode(b.Claims())}.", UnsupportedAlgorithm);
        b.Add(6, "alg none with the signature kept", b.SignHead(b.Head("alg", "none")), UnsupportedAlgorithm);
        b.Add(7, "alg missing", b.SignHead(b.Head("alg", null)), Malformed);
        b.Add(7, "alg a number", b.SignHead(b.Head("alg", 256)), Malformed);
        b.Add(7, "alg null", b.SignHead("""{"alg":null,"kid":"KID"}""".Replace("KID", b.Forge.KeyId, StringComparison.Ordinal)), Malformed);
        b.Add(7, "alg an array", b.SignHead(b.Head("alg", new JsonArray(b.Forge.Algorithm))), Malformed);
        b.Add(7, "alg an object", b.SignHead(b.Head("alg", new JsonObject { ["name"] = b.Forge.Algorithm })), Malformed);
        Secrets(b);
        var another = b.Forge.Algorithm[..2] + (b.Forge.Algorithm.EndsWith("512", StringComparison.Ordinal) ? "384" : "512");
        b.Add(40, "alg of a hash that was not used over the old signature", b.SignHead(b.Head("alg", another)), UnsupportedAlgorithm);
        foreach (var other in new[] { b.Forge.Algorithm.ToLowerInvariant(), b.Forge.Algorithm + " ", b.Forge.Algorithm + "\0" })
            b.Add(40, $"alg '{other.Replace("\0", "NUL", StringComparison.Ordinal)}'", b.SignHead(b.Head("alg", other)), UnsupportedAlgorithm);
        if (b.Forge.Key.Algorithm is RSA key)
        {
            b.Add(41, "PS256 by the right key", Signed(key, "PS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pss), UnsupportedAlgorithm);
            b.Add(41, "RS512 by the right key", Signed(key, "RS512", HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1), UnsupportedAlgorithm);
        }

        string Signed(RSA key, string algorithm, HashAlgorithmName hash, RSASignaturePadding padding)
        {
            var signed = $"{TokenForge.Encode(b.Head("alg", algorithm))}.{TokenForge.Encode(b.Claims())}";
            return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), hash, padding))}";
        }
    }

    /// <summary>The public key, which everybody knows, taken for a shared secret.</summary>
    private static void Secrets(HostileBuilder b)
    {
        var key = b.Forge.Key.Algorithm;
        b.Add(8, "HS256 with the public key's DER as secret", Hmac(b.Forge.PublicKey), UnsupportedAlgorithm);
        b.Add(9, "HS256 with the public key's PEM as secret", Hmac(Encoding.UTF8.GetBytes(key.ExportSubjectPublicKeyInfoPem())), UnsupportedAlgorithm);
        if (key is RSA rsa)
            b.Add(10, "HS256 with the modulus as secret", Hmac(rsa.ExportParameters(false).Modulus!), UnsupportedAlgorithm);
        else if (key is ECDsa ec && ec.ExportParameters(false).Q is { X: { } x, Y: { } y })
            b.Add(11, "HS256 with the point of the curve as secret", Hmac([4, .. x, .. y]), UnsupportedAlgorithm);

        string Hmac(byte[] secret)
        {
            var signed = $"{TokenForge.Encode(b.Head("alg", "HS256"))}.{TokenForge.Encode(b.Claims())}";
            return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}";
        }
    }

    private static void Extensions(HostileBuilder b)
    {
        b.Add(32, "crit naming an extension", b.SignHead(b.Header(new() { ["crit"] = new JsonArray("urn:example:x"), ["urn:example:x"] = 1 })), CriticalHeader);
        b.Add(33, "crit naming a registered member", b.SignHead(b.Head("crit", new JsonArray("alg"))), CriticalHeader);
        b.Add(33, "crit empty", b.SignHead(b.Head("crit", new JsonArray())), CriticalHeader);
        b.Add(33, "crit a string", b.SignHead(b.Head("crit", "exp")), CriticalHeader);
        b.Add(33, "crit a number", b.SignHead(b.Head("crit", 1)), CriticalHeader);
        b.Add(33, "crit an object", b.SignHead(b.Head("crit", new JsonObject())), CriticalHeader);
        b.Add(33, "crit with null", b.SignHead(b.Head("crit", new JsonArray((JsonNode?)null))), CriticalHeader);
        b.Add(33, "crit naming an extension twice", b.SignHead(b.Head("crit", new JsonArray("x", "x"))), CriticalHeader);
        b.Add(34, "b64 false in crit", b.SignHead(b.Header(new() { ["b64"] = false, ["crit"] = new JsonArray("b64") })), CriticalHeader);
        b.Add(34, "b64 false", b.SignHead(b.Head("b64", false)), CriticalHeader);
    }

    private static void Types(HostileBuilder b)
    {
        foreach (var (name, type) in new[] { ("a logout token", "logout+jwt"), ("a proof", "dpop+jwt"), ("a security event", "application/secevent+jwt") })
            b.Add(35, $"typ of {name}", b.SignHead(b.Head("typ", type)), UnsupportedType);
        if (b.Kind != IssuerKind.Oidc)
            b.Add(35, "typ of another kind of access", b.SignHead(b.Head("typ", b.IsClerk ? "at+jwt" : "JWT")), UnsupportedType);
        b.Add(null, "typ empty", b.SignHead(b.Head("typ", "")), UnsupportedType);
        b.Add(null, "typ a number", b.SignHead(b.Head("typ", 1)), Malformed);
        if (!b.IsClerk)
            b.Add(37, "typ missing", b.SignHead(b.Head("typ", null)), UnsupportedType);
        b.Add(59, "cty of a nested token", b.SignHead(b.Head("cty", "JWT")), UnsupportedType);
        b.Add(59, "a nested token", b.Forge.Sign(b.Head("cty", "JWT"), b.Good), Malformed);
    }

    private static void Members(HostileBuilder b)
    {
        var (algorithm, id) = (b.Forge.Algorithm, b.Forge.KeyId);
        b.Add(53, "alg twice", b.SignHead($$"""{"alg":"{{algorithm}}","alg":"none","kid":"{{id}}"}"""), DuplicateMember);
        b.Add(53, "alg twice, once with an escape", b.SignHead($$"""{"alg":"{{algorithm}}","\u0061lg":"none","kid":"{{id}}"}"""), DuplicateMember);
        b.Add(55, "kid twice", b.SignHead($$"""{"alg":"{{algorithm}}","kid":"other","kid":"{{id}}"}"""), DuplicateMember);
        b.Add(null, "a member of the header nobody knows twice", b.SignHead($$"""{"alg":"{{algorithm}}","kid":"{{id}}","x":1,"x":2}"""), DuplicateMember);
        b.Add(null, "a header that is an array", b.SignHead($"[\"{algorithm}\"]"), Malformed);
        b.Add(null, "a header with text after it", b.SignHead(b.Header() + "{}"), Malformed);
        b.Add(null, "a header that is nested deeply", b.SignHead(b.Head("x", HostileDocuments.Nested(60))), Malformed);
        b.Add(null, "a header with a comment", b.SignHead("/**/" + b.Header()), Malformed);
    }

    private static void KeyIds(HostileBuilder b)
    {
        b.Add(21, "kid unknown", b.SignHead(b.Head("kid", "nobody")), KeyUnknown);
        b.Add(null, "kid empty", b.SignHead(b.Head("kid", "")), KeyUnknown);
        if (b.Forge.PublishedKeyIds.Count > 1)
            b.Add(22, "kid missing although there are several keys", b.SignHead(b.Head("kid", null)), KeyUnknown);
        b.Add(23, "kid in another case", b.SignHead(b.Head("kid", b.Forge.KeyId.ToUpperInvariant())), KeyUnknown);
        b.Add(24, "kid a path", b.SignHead(b.Head("kid", "../../../../dev/null")), KeyUnknown);
        b.Add(24, "kid an absolute path", b.SignHead(b.Head("kid", "/dev/null")), KeyUnknown);
        b.Add(24, "kid with NUL", b.SignHead(b.Head("kid", b.Forge.KeyId + "\0")), KeyUnknown);
        b.Add(25, "kid with SQL", b.SignHead(b.Head("kid", "x' UNION SELECT 'key")), KeyUnknown);
        b.Add(25, "kid with LDAP", b.SignHead(b.Head("kid", "*)(uid=*))(|(uid=*")), KeyUnknown);
        b.Add(26, "kid a number", b.SignHead(b.Head("kid", 1)), Malformed);
        b.Add(26, "kid an object", b.SignHead(b.Head("kid", new JsonObject())), Malformed);
        b.Add(26, "kid of 10 KB", b.SignHead(b.Head("kid", new string('k', 10_000))), Malformed);
    }
}
