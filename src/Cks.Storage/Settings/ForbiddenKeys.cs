using System.Text.RegularExpressions;

namespace Cks.Storage;

/// <summary>
/// Keys that no schema can give to the store (S16): authentication, enforcement, audit, proxies, connection strings, secrets and the environment. By section for what hosts read, and by word for what applications call theirs,
/// however it is spelled: configuration does not tell capitals from small letters. A word too many refuses a harmless name at start, where somebody can choose another one, or write <c>OpenVacancies</c> for <c>openvacancies</c>.
/// </summary>
internal static partial class ForbiddenKeys
{
    // Cks is the suite's own: issuers, policy, enforcement. Logging carries the audit of a host without a table.
    private static readonly string[] Sections =
    [
        "AllowedHosts", "ApplicationName", "AspNetCore", "Authentication", "Authorization", "Azure", "Cks", "Clerk", "ConnectionStrings", "ContentRoot", "DataProtection", "DotNet", "Environment", "ForwardedHeaders",
        "HostingStartupAssemblies", "Http_Ports", "Https_Ports", "Https_Port", "Kestrel", "Logging", "OpenTelemetry", "Otel", "PreventHostingStartup", "ReverseProxy", "Serilog", "StartupAssembly", "Urls", "WebRoot",
    ];

    // In whatever company, over the boundaries of words as well.
    private static readonly string[] Parts =
    [
        "accesstoken", "allowedhost", "allowedip", "allowedorigin", "apikey", "audience", "audit", "authentication", "authorisa", "authorise", "authorities", "authority", "authoriz", "azuread", "certificate", "connection", "credential", "database", "datasource", "detailederror",
        "developerexception", "development", "enforc", "entraid", "environment", "forwarded", "identity", "impersonat", "ipaddress", "iprange", "issuer", "jwks", "kafka", "keycloak", "keyvault", "ldap", "mongo", "network", "npgsql",
        "oauth", "oidc", "okta", "openid", "origins", "passphrase", "passwd", "password", "pepper", "permission", "postgres", "privatekey", "proxies", "proxy", "rabbitmq", "redis", "saml", "secret", "serilog", "servicebus", "signingkey",
        "sqlserver", "sqlite", "tenantid", "tokenlife",
    ];

    // Within a word: in names with boundaries (OpenVacancies) they would be found in harmless ones.
    private static readonly string[] Words =
    [
        "admin", "aes", "auth", "bearer", "cert", "cors", "csrf", "dsn", "env", "hmac", "host", "hsts", "jwt", "key", "login", "mfa", "passkey", "pem", "pfx", "pkcs", "psk", "pwd", "salt", "server", "shadow", "smtp", "ssl", "tls", "token", "vault",
    ];

    // As the first or the last letters of a word.
    private static readonly string[] Ends = ["acl", "csp", "db", "otp", "sso"];

    // What holds one of them and has nothing to do with it.
    private static readonly string[] Harmless =
    [
        "author", "certain", "concert", "denver", "donkey", "envelope", "envoy", "ghost", "hostel", "hostess", "hostile", "jockey", "hockey", "keyboard", "keynote", "keystroke", "keyword", "monkey", "observer", "tokeniz", "turkey", "whiskey",
    ];

    public static bool Contains(IReadOnlyList<string> path)
    {
        var first = path[0];
        return Sections.Any(s => first.Equals(s, StringComparison.OrdinalIgnoreCase) || first.StartsWith(s + "_", StringComparison.OrdinalIgnoreCase)) || path.Any(IsForbidden);
    }

    private static bool IsForbidden(string segment)
    {
        var words = Word().Matches(segment).Select(m => m.Value.ToLowerInvariant()).ToList();
        var all = string.Concat(words);
        // kEy, aPI: letters that stand alone are no words, and say nothing of where one ends.
        if (words.Any(w => w.Length == 1))
            words.Add(all);
        return Parts.Any(p => all.Contains(p, StringComparison.Ordinal)) || IsWord(all) || words.Any(Holds);
    }

    private static bool IsWord(string all) => Words.Contains(all, StringComparer.Ordinal) || Ends.Contains(all, StringComparer.Ordinal);

    private static bool Holds(string word)
    {
        foreach (var harmless in Harmless)
            word = word.Replace(harmless, " ", StringComparison.Ordinal);
        return Words.Any(w => word.Contains(w, StringComparison.Ordinal)) || Ends.Any(e => word.StartsWith(e, StringComparison.Ordinal) || word.EndsWith(e, StringComparison.Ordinal));
    }

    // pageSize, PageSize, page_size, page-size, HTTPProxy.
    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Word();
}
