using System.Text;

namespace Cks.Auth;

/// <summary>What a publishable key of Clerk says: <c>pk_live_</c> or <c>pk_test_</c>, then the host of the instance and a dollar sign in base64.</summary>
internal static class ClerkInstance
{
    /// <summary>The issuer of a publishable key; anything that is none stays as it is, and is then checked as an issuer.</summary>
    public static string Issuer(string publishableKeyOrIssuer)
    {
        var text = publishableKeyOrIssuer.AsSpan();
        if (!text.StartsWith("pk_live_", StringComparison.Ordinal) && !text.StartsWith("pk_test_", StringComparison.Ordinal))
            return publishableKeyOrIssuer;
        var encoded = text["pk_live_".Length..];
        Span<byte> bytes = stackalloc byte[256];
        if (encoded.Length > 300 || !Convert.TryFromBase64Chars(encoded.ToString().PadRight((encoded.Length + 3) / 4 * 4, '='), bytes, out var written) || written < 2 || bytes[written - 1] != '$')
            return publishableKeyOrIssuer;
        var host = Encoding.ASCII.GetString(bytes[..(written - 1)]);
        return Uri.CheckHostName(host) == UriHostNameType.Dns ? $"https://{host}" : publishableKeyOrIssuer;
    }
}
