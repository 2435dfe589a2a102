using Cks.Core;

namespace Cks.Auth;

/// <summary>Keys out of secrets as providers show them: <c>whsec_</c> and base64 of 24 to 64 bytes.</summary>
internal static class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int ShortestKey = 24;
    private const int LongestKey = 64;

    /// <summary>Every live key of the secrets. One that is malformed is none; that can be only of a version to which somebody rotated while the host runs.</summary>
    public static IEnumerable<byte[]> Keys(IEnumerable<Secret<string>> secrets) =>
        from secret in secrets
        from version in secret.RevealAccepted()
        let key = Read(version)
        where key is not null
        select key;

    public static byte[]? Read(string secret)
    {
        var encoded = secret.AsSpan();
        if (encoded.StartsWith(Prefix, StringComparison.Ordinal))
            encoded = encoded[Prefix.Length..];
        var key = new byte[LongestKey];
        return Convert.TryFromBase64Chars(encoded, key, out var length) && length >= ShortestKey ? key[..length] : null;
    }
}
