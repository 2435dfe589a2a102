using System.Text;
using System.Text.Json.Nodes;
using static Cks.Auth.TokenRejectionReason;

namespace Cks.Testing;

/// <summary>Claims that are no JSON object, or one that can be read in two ways.</summary>
internal static class HostileDocuments
{
    public static void AddTo(HostileBuilder b)
    {
        var claims = b.Claims();
        b.Add(56, "braces after the claims", b.Sign(claims + "{}"), Malformed);
        b.Add(56, "text after the claims", b.Sign(claims + "x"), Malformed);
        b.Add(56, "a space after the claims", b.Sign(claims + " "), Malformed);
        b.Add(56, "NUL after the claims", b.Sign(claims + "\0"), Malformed);
        b.Add(57, "a byte order mark", b.Sign("\uFEFF" + claims), Malformed);
        b.Add(57, "a comment", b.Sign(claims[..^1] + "/* */}"), Malformed);
        b.Add(57, "bytes that are not UTF-8", b.Forge.Sign(Encoding.UTF8.GetBytes(b.Header()), [.. Encoding.UTF8.GetBytes(claims[..^1]), .. ",\"x\":\""u8, 0xC3, 0x28, .. "\"}"u8]), Malformed);
        b.Add(57, "a lone surrogate in a name", b.Sign(b.With("\"\\ud800\":1")), Malformed);
        b.Add(57, "a lone surrogate in sub", b.Sign(b.Replace("sub", "\"\\ud800\"")), Malformed);
        b.Add(57, "a lone surrogate where nobody looks", b.Sign(b.With("\"x\":[\"\\udc00\"]")), Malformed);
        b.Add(57, "nesting of 60", b.Sign(b.Claims(new() { ["x"] = Nested(60) })), Malformed);
        b.Add(57, "nesting of 200", b.Sign(b.With($"\"x\":{new string('[', 200)}{new string(']', 200)}")), Malformed);
        b.Add(null, "a trailing comma", b.Sign(claims[..^1] + ",}"), Malformed);
        b.Add(58, "an array", b.Sign($"[{claims}]"), Malformed);
        b.Add(58, "a string", b.Sign("\"claims\""), Malformed);
        b.Add(58, "a number", b.Sign("42"), Malformed);
        b.Add(58, "null", b.Sign("null"), Malformed);
        b.Add(null, "hundreds of members", b.Sign(b.Claims(new(Enumerable.Range(0, 200).Select(i => KeyValuePair.Create<string, JsonNode?>($"m{i}", i))))), Malformed);
        b.Add(54, "sub twice", b.Sign(b.With("\"sub\":1,\"sub\":2")), DuplicateMember);
        b.Add(54, "sub twice, once with an escape", b.Sign(b.With("\"\\u0073ub\":\"x\"")), DuplicateMember);
        foreach (var claim in new[] { "iss", "aud", "exp" })
            b.Add(55, $"{claim} twice", b.Sign(b.With($"\"{claim}\":1,\"{claim}\":2")), DuplicateMember);
        b.Add(55, "iss first the attacker's and then the right one", b.Sign($"{{\"iss\":\"https://evil.example\",{claims[1..]}"), DuplicateMember);
        b.Add(55, "exp first over and then not", b.Sign($"{{\"exp\":1,{claims[1..]}"), DuplicateMember);
        foreach (var claim in new[] { "nbf", "iat", "x" })
            b.Add(null, $"{claim} twice", b.Sign(b.With($"\"{claim}\":1,\"{claim}\":2")), DuplicateMember);
        foreach (var claim in new[] { "iss", "exp" })
            b.Add(55, $"{claim} twice, once with an escape", b.Sign(b.With($"\"\\u{(int)claim[0]:x4}{claim[1..]}\":\"x\"")), DuplicateMember);
    }

    public static JsonArray Nested(int depth)
    {
        var inner = new JsonArray();
        for (var i = 1; i < depth; i++)
            inner = new(inner);
        return inner;
    }
}
