using System.Text.RegularExpressions;

namespace Cks.Storage;

/// <summary>
/// Keys that no schema can give to the store (S16): authentication, enforcement, audit, proxies, connection strings, secrets and the environment. By section for what hosts read, and by word for what applications call theirs;
/// a word too many refuses a harmless name at start, where somebody can choose another one.
/// </summary>
internal static partial class ForbiddenKeys
{
    // Cks is the suite's own: issuers, policy, enforcement. Logging carries the audit of a host without a table.
    private static readonly string[] Sections =
    [
        "AllowedHosts", "ApplicationName", "AspNetCore", "Authentication", "Authorization", "Cks", "ConnectionStrings", "ContentRoot", "DataProtection", "DotNet", "Environment", "ForwardedHeaders", "HostingStartupAssemblies",
        "Http_Ports", "Https_Ports", "Https_Port", "Kestrel", "Logging", "OpenTelemetry", "Otel", "PreventHostingStartup", "ReverseProxy", "Serilog", "StartupAssembly", "Urls", "WebRoot",
    ];

    // Short ones, which stand in many harmless words as well.
    private static readonly string[] Words =
    [
        "aes", "auth", "authn", "authz", "bearer", "cert", "certs", "dsn", "env", "hmac", "jwt", "key", "keys", "login", "pem", "pfx", "pwd", "salt", "shadow", "token", "tokens",
    ];

    // In whatever company.
    private static readonly string[] Parts =
    [
        "accesstoken", "apikey", "audience", "audit", "authentication", "authority", "authorities", "authorization", "certificate", "connectionstring", "credential", "enforce", "environment", "forwarded", "impersonat", "issuer",
        "jwks", "oauth", "oidc", "passphrase", "password", "pepper", "privatekey", "proxies", "proxy", "secret", "signingkey", "tokenlife",
    ];

    public static bool Contains(IReadOnlyList<string> path)
    {
        var first = path[0];
        return Sections.Any(s => first.Equals(s, StringComparison.OrdinalIgnoreCase) || first.StartsWith(s + "_", StringComparison.OrdinalIgnoreCase)) || path.Any(IsForbidden);
    }

    private static bool IsForbidden(string segment)
    {
        var words = Word().Matches(segment).Select(m => m.Value.ToLowerInvariant()).ToArray();
        var all = string.Concat(words);
        return words.Any(w => Words.Contains(w, StringComparer.Ordinal)) || Words.Contains(all, StringComparer.Ordinal) || Parts.Any(p => all.Contains(p, StringComparison.Ordinal));
    }

    // pageSize, PageSize, page_size, page-size, HTTPProxy.
    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Word();
}
