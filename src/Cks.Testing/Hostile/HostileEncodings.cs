using System.Text.Json.Nodes;
using static Cks.Auth.TokenRejectionReason;

namespace Cks.Testing;

/// <summary>Text that is no compact JWS (RFC 7515 section 7.1), and text that is too much of one.</summary>
internal static class HostileEncodings
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    public static void AddTo(HostileBuilder b)
    {
        var (header, payload, signature) = b.Parts;
        var good = $"{header}.{payload}.{signature}";
        b.Add(null, "nothing at all", "", Missing);
        b.Add(18, "padding on the signature", good + "==", Malformed);
        b.Add(18, "padding on the header", $"{header}=.{payload}.{signature}", Malformed);
        b.Add(19, "a signature whose last character has unused bits", $"{header}.{payload}.{WithUnusedBits(signature)}", Malformed);
        b.Add(20, "the alphabet of plain base64", $"{header}.{payload}.+/{signature[2..]}", Malformed);
        b.Add(20, "a space inside", $"{header}.{payload} .{signature}", Malformed);
        b.Add(20, "a line break inside", $"{header}.{payload[..4]}\n{payload[4..]}.{signature}", Malformed);
        b.Add(20, "a line break at the end", good + "\n", Malformed);
        b.Add(null, "a letter that is not ASCII", $"{header}.{payload}.é{signature[1..]}", Malformed);
        b.Add(null, "a base64 length that cannot be", $"{header}.{payload}.AAAAA", Malformed);
        b.Add(81, "one part", header, Malformed);
        b.Add(81, "two parts", $"{header}.{payload}", Malformed);
        b.Add(81, "four parts", $"{good}.{signature}", Malformed);
        b.Add(81, "dots only", new('.', 10_000), Malformed);
        b.Add(81, "a million dots", new('.', 1_000_000), TooLarge);
        b.Add(81, "a first part of nothing", $".{payload}.{signature}", Malformed);
        b.Add(58, "a payload of nothing", $"{header}..{signature}", Malformed);
        b.Add(82, "200 KB of claims", b.Sign(b.Claims(new() { ["x"] = new string('x', 200_000) })), TooLarge);
        b.Add(82, "20,000 claims", b.Sign(b.Claims(new(Enumerable.Range(0, 20_000).Select(i => KeyValuePair.Create<string, JsonNode?>($"m{i}", i))))), TooLarge);
        b.Add(null, "200 KB of dots", new('.', 200_000), TooLarge);
        b.Add(83, "five parts, as an encrypted token has", $"{good}.{payload}.{signature}", Malformed);
        b.Add(84, "an encrypted token that unpacks to more", Encrypted("""{"alg":"RSA-OAEP","enc":"A256GCM","zip":"DEF"}"""), Malformed);
        b.Add(85, "an encrypted token whose password takes long to try", Encrypted("""{"alg":"PBES2-HS256+A128KW","enc":"A128GCM","p2s":"c2FsdA","p2c":2147483648}"""), Malformed);
        b.Add(85, "alg 'PBES2-HS256+A128KW'", b.SignHead(b.Header(new() { ["alg"] = "PBES2-HS256+A128KW", ["p2c"] = 2_147_483_648 })), UnsupportedAlgorithm);
        b.Add(86, "the JSON form of a JWS", $$"""{"payload":"{{payload}}","signatures":[{"protected":"{{header}}","signature":"{{signature}}"}]}""", Malformed);
        b.Add(86, "the flat JSON form of a JWS with an unprotected header", $$"""{"payload":"{{payload}}","protected":"{{header}}","header":{"kid":"other"},"signature":"{{signature}}"}""", Malformed);
    }

    private static string Encrypted(string header) => $"{TokenForge.Encode(header)}.{TokenForge.Encode("key")}.{TokenForge.Encode("iv")}.{new string('A', 6000)}.{TokenForge.Encode("tag")}";

    private static string WithUnusedBits(string part) => part[..^1] + Alphabet[Alphabet.IndexOf(part[^1], StringComparison.Ordinal) | 1];
}
