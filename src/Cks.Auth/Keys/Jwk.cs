using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Cks.Auth;

/// <summary>Members of a JSON Web Key (RFC 7517 section 4).</summary>
internal static class Jwk
{
    /// <summary>The members that are secret (RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1, RFC 8037 section 2), and that of key pairs to come.</summary>
    private static readonly string[] Secrets = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

    public static string? Text(JsonElement jwk, string member) =>
        jwk.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static bool TryBytes(JsonElement jwk, string member, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        return Text(jwk, member) is { Length: > 0 } text && StrictBase64Url.TryDecode(text, out bytes);
    }

    /// <summary>Whether something is in there that nobody but the issuer may know.</summary>
    public static bool IsSecret(JsonElement jwk) => Text(jwk, "kty") == "oct" || Secrets.Any(member => jwk.TryGetProperty(member, out _));

    /// <summary>Whether <c>key_ops</c> is absent or allows to verify.</summary>
    public static bool MayVerify(JsonElement jwk) => !jwk.TryGetProperty("key_ops", out var uses)
        || (uses.ValueKind == JsonValueKind.Array && uses.EnumerateArray().Any(use => use.ValueKind == JsonValueKind.String && use.ValueEquals("verify")));
}
