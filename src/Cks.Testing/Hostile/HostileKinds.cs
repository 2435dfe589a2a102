using System.Text.Json.Nodes;
using static Cks.Auth.TokenRejectionReason;

namespace Cks.Testing;

/// <summary>Good tokens of the right issuer that are meant for something else (RFC 8725 section 3.11).</summary>
internal static class HostileKinds
{
    public static void AddTo(HostileBuilder b)
    {
        Delegated(b);
        switch (b.Kind)
        {
            case IssuerKind.Oidc:
                b.Add(39, "an ID token by its nonce", b.Sign(b.Claims(new() { ["nonce"] = "n-0S6" })), TokenClass);
                b.Add(39, "an ID token by its at_hash", b.Sign(b.Claims(new() { ["at_hash"] = "MTIz" })), TokenClass);
                b.Add(39, "an ID token by its c_hash", b.Sign(b.Claims(new() { ["c_hash"] = "MTIz" })), TokenClass);
                b.Add(39, "an ID token by its token_use", b.Sign(b.Claims(new() { ["token_use"] = "id" })), TokenClass);
                break;
            case IssuerKind.Rfc9068:
                b.Add(39, "an ID token", b.Forge.Sign(b.Head("typ", "JWT"), b.Claims(new() { ["nonce"] = "n-0S6" })), UnsupportedType);
                foreach (var claim in new[] { "jti", "client_id" })
                    b.Add(null, $"{claim} missing", b.Sign(b.Claims(new() { [claim] = null })), MissingClaim);
                break;
            default:
                Sessions(b);
                break;
        }
    }

    private static void Delegated(HostileBuilder b)
    {
        b.Add(78, "somebody acts for the subject", b.Sign(b.Claims(new() { ["act"] = new JsonObject { ["sub"] = "helper" } })), ImpersonationDenied);
        b.Add(78, "nobody acts for the subject", b.Sign(b.Replace("act", "null")), ImpersonationDenied);
        b.Add(78, "actors nested in actors", b.Sign(b.With($"\"act\":{string.Concat(Enumerable.Repeat("{\"act\":", 50))}1{new string('}', 50)}")), Malformed);
        b.Add(89, "bound to a key, without the proof", b.Sign(b.Claims(new() { ["cnf"] = new JsonObject { ["jkt"] = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" } })), ProofRequired);
        b.Add(89, "bound to a certificate, without the proof", b.Sign(b.Claims(new() { ["cnf"] = new JsonObject { ["x5t#S256"] = "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2" } })), ProofRequired);
    }

    private static void Sessions(HostileBuilder b)
    {
        b.Add(38, "a machine's token by its category", b.SignHead(b.Head("cat", "cl_B7d4PD333AAA")), TokenClass);
        b.Add(38, "a token made from a template by its category", b.SignHead(b.Head("cat", "cl_B7d4PD222AAA")), TokenClass);
        b.Add(38, "a token made from a template, without a category", b.Forge.Sign(b.Head("cat", null), b.Claims(new() { ["sid"] = null })), MissingClaim);
        b.Add(39, "an OAuth token", b.Forge.Sign(b.Header(new() { ["typ"] = "at+jwt", ["cat"] = null }), b.Claims(new() { ["client_id"] = "c", ["scope"] = "profile" })), UnsupportedType);
        b.Add(39, "an ID token", b.Forge.Sign(b.Head("cat", null), b.Claims(new() { ["sid"] = null, ["aud"] = "client-1", ["nonce"] = "n-0S6" })), MissingClaim);
        b.Add(39, "an ID token with a session", b.Sign(b.Claims(new() { ["nonce"] = "n-0S6" })), TokenClass);
        b.Add(null, "nbf missing", b.Sign(b.Claims(new() { ["nbf"] = null })), MissingClaim);
        foreach (var status in new[] { "pending", "expired", "Active" })
            b.Add(79, $"sts {status}", b.Sign(b.Claims(new() { ["sts"] = status })), SessionPending);
        b.Add(79, "sts a number", b.Sign(b.Claims(new() { ["sts"] = 1 })), MalformedClaim);
    }
}
