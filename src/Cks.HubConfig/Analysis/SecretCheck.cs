using System.Buffers;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// Finds what looks like a secret: most of a hub goes to the browser. Only a reference, <c>{ "$secretRef": "store:name" }</c>, may stand for one; it never reaches the browser.
/// </summary>
internal static class SecretCheck
{
    /// <summary>Property that refers to a secret.</summary>
    public const string Reference = "$secretRef";

    private const int ShortestRandom = 24;
    private const int ShortestHex = 32;
    private const double LeastEntropy = 4.0;
    private const string Armour = "-----BEGIN ";
    private const string Fix = "Take it out, change it where it is in use, and refer to it: { \"$secretRef\": \"store:name\" }.";

    private static readonly string[] Prefixes =
    [
        "sk_live_", "sk_test_", "rk_live_", "pk_live_", "whsec_", "cks_live_", "cks_test_", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "xoxa-", "xapp-",
        "AIza", "ya29.", "npm_", "dop_v1_", "hvs.", "eyJ",
    ];

    private static readonly string[] Names = ["password", "passwd", "pwd", "secret", "apikey", "accesskey", "privatekey", "token", "connectionstring"];

    private static readonly SearchValues<char> LastOfNames = SearchValues.Create([.. Names.Select(n => n[^1]), .. Names.Select(n => char.ToUpperInvariant(n[^1]))]);

    private static readonly char[] Separators = [' ', '\t', '\n', '\r', '"', '\'', '`', ',', ';', '(', ')', '<', '>'];

    private static readonly SearchValues<char> CapitalsAndDigits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    private static readonly string[] ConnectionParts = ["password=", "pwd=", "accountkey=", "sharedaccesskey=", "user id=", "integrated security="];

    // What has none of these and no equals sign is no key by how it begins and no connection string: most texts are looked at once.
    private static readonly SearchValues<string> Signs = SearchValues.Create([Armour, .. Prefixes, "AKIA", "ASIA", "SG.", "://"], StringComparison.Ordinal);

    public static void Run(SourceNode root, DiagnosticBag diagnostics)
    {
        foreach (var member in root.Children)
            if (member.Name != "$schema")
                RunWithin(member, diagnostics);
    }

    private static void RunWithin(SourceNode node, DiagnosticBag diagnostics)
    {
        if (WhatIs(node) is { } what)
            diagnostics.Add(CksCodes.HubSecret, node, $"This looks like {what}.", Fix);
        foreach (var child in node.Children)
            RunWithin(child, diagnostics);
    }

    /// <summary>Whether a value, or something in it, looks like a secret.</summary>
    public static bool Finds(SourceNode node)
    {
        var diagnostics = new DiagnosticBag();
        RunWithin(node, diagnostics);
        return diagnostics.Any();
    }

    /// <summary>Whether a value refers to a secret, or something in it does.</summary>
    public static bool HoldsReference(SourceNode node) => node.TryGet(Reference, out _) || node.Items.Any(HoldsReference) || node.Properties.Values.Any(HoldsReference);

    // The text itself is never told: findings end up in logs.
    private static string? WhatIs(SourceNode node)
    {
        if (node.Kind is not (JsonValueKind.String or JsonValueKind.Number))
            return null;
        var isName = IsSecretName(node.Name);
        if (node.Kind == JsonValueKind.Number)
            return isName ? "a secret by the name of its property" : null;
        if (node.Text is not { Length: > 0 } text)
            return null;
        if (node.Name == Reference)
            return text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && colon < text.Length - 1 ? null : "a secret instead of a reference to one";
        if ((text.Contains('=') || text.AsSpan().ContainsAny(Signs)) && WhatIsSigned(text) is { } what)
            return what;
        return isName ? "a secret by the name of its property" : text.Length >= ShortestRandom && WordsOf(text).Any(w => IsRandom(w.TrimEnd('.'))) ? "a secret by how random it is" : null;
    }

    private static string? WhatIsSigned(string text)
    {
        if (text.Contains(Armour, StringComparison.Ordinal) || WordsOf(text).Any(BeginsLikeKey))
            return "a key or token by how it begins";
        return ConnectionParts.Any(p => text.Contains(p, StringComparison.OrdinalIgnoreCase)) || HasCredentials(text) ? "a connection string" : null;
    }

    private static string[] WordsOf(string text) => text.Split(Separators, StringSplitOptions.RemoveEmptyEntries);

    // dbPassword and smtp_password as well as password; of other names the last word is not a secret's.
    private static bool IsSecretName(string name)
    {
        var plain = name.AsSpan().ContainsAny('_', '-') ? name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal) : name;
        if (plain.Length == 0 || !LastOfNames.Contains(plain[^1]))
            return false;
        foreach (var secret in Names)
            if (plain.EndsWith(secret, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    private static bool BeginsLikeKey(string word) =>
        Prefixes.Any(p => word.StartsWith(p, StringComparison.Ordinal) && word.Length >= p.Length + 8)
        || (word.Length >= 20 && (word.StartsWith("AKIA", StringComparison.Ordinal) || word.StartsWith("ASIA", StringComparison.Ordinal)) && word.AsSpan(4, 16).IndexOfAnyExcept(CapitalsAndDigits) < 0)
        || (word.Length >= 25 && word.StartsWith("SG.", StringComparison.Ordinal));

    private static bool HasCredentials(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 1)
            return false;
        var authority = text.AsSpan(scheme + 3);
        authority = authority[..(authority.IndexOfAny('/', '?', '#') is >= 0 and var end ? end : authority.Length)];
        return authority.IndexOf('@') is > 0 and var at && authority[..at].Contains(':');
    }

    private static bool IsRandom(string text)
    {
        if (text.Length < ShortestRandom || text.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('+' or '/' or '=' or '-' or '_')))
            return false;
        if (text.Length >= ShortestHex && text.All(char.IsAsciiHexDigit) && text.Any(char.IsAsciiDigit))
            return true;
        // Words change between large, small and digit where they begin and end; what is random does so nearly everywhere.
        return Changes(text) * 3 >= text.Length && text.Any(char.IsAsciiDigit) && text.Any(char.IsAsciiLetterUpper) && text.Any(char.IsAsciiLetterLower) && EntropyOf(text) >= LeastEntropy;
    }

    private static int Changes(string text) => text.Zip(text.Skip(1)).Count(p => KindOf(p.First) != KindOf(p.Second));

    private static int KindOf(char c) => char.IsAsciiDigit(c) ? 0 : char.IsAsciiLetterUpper(c) ? 1 : char.IsAsciiLetterLower(c) ? 2 : 3;

    private static double EntropyOf(string text) => text.GroupBy(c => c).Select(g => (double)g.Count() / text.Length).Sum(p => -p * Math.Log2(p));
}
