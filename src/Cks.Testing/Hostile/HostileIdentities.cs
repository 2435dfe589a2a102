using System.Text.Json.Nodes;
using static Cks.Auth.TokenRejectionReason;

namespace Cks.Testing;

/// <summary>Tokens of somebody else, for somebody else, or for nobody.</summary>
internal static class HostileIdentities
{
    public static void AddTo(HostileBuilder b)
    {
        Issuers(b);
        Subjects(b);
        if (b.IsClerk)
            Parties(b);
        else
            Audiences(b);
    }

    private static void Issuers(HostileBuilder b)
    {
        var issuer = b.Forge.Issuer;
        var isSecure = issuer.StartsWith("https:", StringComparison.Ordinal);
        foreach (var (name, twin) in new[]
        {
            ("with a slash", issuer + "/"), ("in upper case", issuer.ToUpperInvariant()), ("with a suffix", issuer + ".evil.com"),
            ("with a space before it", " " + issuer), ("with NUL", issuer + "\0"), ("with a port", issuer + ":8443"), ("cut short", issuer[..^1]),
            ("with a user", issuer.Replace("://", "://user@", StringComparison.Ordinal)),
            ("as the user of another host", issuer + "@evil.com"),
            ("with the other scheme", isSecure ? "http" + issuer[5..] : "https" + issuer[4..]),
            ("with a letter that looks alike", issuer.Replace("/", "/\u043E", StringComparison.Ordinal)),
        })
            b.Add(70, $"iss {name}", b.Sign(b.Claims(new() { ["iss"] = twin })), IssuerUnknown);
        b.Add(71, "iss missing", b.Sign(b.Claims(new() { ["iss"] = null })), MissingClaim);
        b.Add(71, "iss empty", b.Sign(b.Claims(new() { ["iss"] = "" })), MalformedClaim);
        b.Add(71, "iss an array", b.Sign(b.Claims(new() { ["iss"] = new JsonArray(issuer) })), MalformedClaim);
        b.Add(71, "iss null", b.Sign(b.Replace("iss", "null")), MalformedClaim);
    }

    private static void Subjects(HostileBuilder b)
    {
        b.Add(76, "sub missing", b.Sign(b.Claims(new() { ["sub"] = null })), MissingClaim);
        b.Add(76, "sub empty", b.Sign(b.Claims(new() { ["sub"] = "" })), MalformedClaim);
        b.Add(76, "sub a number", b.Sign(b.Claims(new() { ["sub"] = 1 })), MalformedClaim);
        b.Add(76, "sub null", b.Sign(b.Replace("sub", "null")), MalformedClaim);
        b.Add(76, "sub of 10 KB", b.Sign(b.Claims(new() { ["sub"] = new string('s', 10_000) })), MalformedClaim);
        b.Add(null, "sub of 256 characters", b.Sign(b.Claims(new() { ["sub"] = new string('s', 256) })), MalformedClaim);
        b.Add(null, "sub with NUL", b.Sign(b.Claims(new() { ["sub"] = b.Subject + "\0" })), MalformedClaim);
        if (b.IsClerk)
            b.Add(76, "sub a machine", b.Sign(b.Claims(new() { ["sub"] = "mch" + b.Subject[4..] })), TokenClass);
        b.Add(null, "sid a number", b.Sign(b.Claims(new() { ["sid"] = 1 })), MalformedClaim);
        b.Add(null, "jti an object", b.Sign(b.Claims(new() { ["jti"] = new JsonObject() })), MalformedClaim);
    }

    private static void Audiences(HostileBuilder b)
    {
        var absent = b.Kind == IssuerKind.Rfc9068 ? MissingClaim : AudienceInvalid;
        b.Add(72, "aud missing", b.Sign(b.Claims(new() { ["aud"] = null })), absent);
        b.Add(72, "aud null", b.Sign(b.Replace("aud", "null")), absent);
        foreach (var value in new[] { "[]", "\"\"", "[null]", "1", "true", "{}" })
            b.Add(72, $"aud {value}", b.Sign(b.Replace("aud", value)), AudienceInvalid);
        b.Add(72, "aud an array in an array", b.Sign(b.Replace("aud", $"[[\"{b.Audience}\"]]")), AudienceInvalid);
        b.Add(72, "aud the right one beside a number", b.Sign(b.Replace("aud", $"[\"{b.Audience}\",1]")), AudienceInvalid);
        b.Add(73, "aud with a slash", b.Sign(b.Claims(new() { ["aud"] = b.Audience + "/" })), AudienceInvalid);
        b.Add(74, "aud in upper case", b.Sign(b.Claims(new() { ["aud"] = b.Audience.ToUpperInvariant() })), AudienceInvalid);
        b.Add(74, "aud as a list in one string", b.Sign(b.Claims(new() { ["aud"] = b.Audience + " other" })), AudienceInvalid);
        b.Add(74, "aud the last of 5,000", b.Sign(b.Claims(new() { ["aud"] = new JsonArray([.. Enumerable.Range(0, 5000).Select(i => (JsonNode)$"a{i}"), b.Audience]) })), TooLarge);
        b.Add(null, "aud another", b.Sign(b.Claims(new() { ["aud"] = "other" })), AudienceInvalid);
        b.Add(null, "aud with a prefix", b.Sign(b.Claims(new() { ["aud"] = "x" + b.Audience })), AudienceInvalid);
        b.Add(null, "aud a lone surrogate", b.Sign(b.Replace("aud", "\"\\ud800\"")), Malformed);
        b.Add(null, "azp an array", b.Sign(b.Replace("azp", "[\"client-1\"]")), MalformedClaim);
    }

    private static void Parties(HostileBuilder b)
    {
        b.Add(75, "azp missing", b.Sign(b.Claims(new() { ["azp"] = null })), PartyNotAllowed);
        b.Add(75, "azp in upper case", b.Sign(b.Claims(new() { ["azp"] = b.Audience.ToUpperInvariant() })), PartyNotAllowed);
        b.Add(75, "azp the word null", b.Sign(b.Claims(new() { ["azp"] = "null" })), PartyNotAllowed);
        b.Add(null, "azp another", b.Sign(b.Claims(new() { ["azp"] = "https://evil.example" })), PartyNotAllowed);
        b.Add(null, "azp with a slash", b.Sign(b.Claims(new() { ["azp"] = b.Audience + "/" })), PartyNotAllowed);
        foreach (var value in new[] { "\"\"", "null", $"[\"{b.Audience}\"]", "1", "{}" })
            b.Add(75, $"azp {(value.StartsWith("[\"", StringComparison.Ordinal) ? "an array" : value)}", b.Sign(b.Replace("azp", value)), MalformedClaim);
    }
}
