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
    private const string Fix = "Take it out, change it where it is in use, and refer to it: { \"$secretRef\": \"store:name\" }.";

    private static readonly string[] Prefixes =
    [
        "sk_live_", "sk_test_", "rk_live_", "pk_live_", "whsec_", "cks_live_", "cks_test_", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "xoxa-", "xapp-",
        "AKIA", "ASIA", "AIza", "ya29.", "npm_", "dop_v1_", "SG.", "hvs.", "eyJ", "-----BEGIN ",
    ];

    private static readonly string[] Names = ["password", "passwd", "pwd", "secret", "clientsecret", "apikey", "accesskey", "privatekey", "token", "accesstoken", "refreshtoken", "connectionstring"];

    private static readonly string[] ConnectionParts = ["password=", "pwd=", "accountkey=", "sharedaccesskey=", "user id=", "integrated security="];

    public static void Run(SourceNode node, DiagnosticBag diagnostics)
    {
        if (node.Kind == JsonValueKind.String && node.Text is { Length: > 0 } text && node.Name is not (Reference or "$schema") && WhatIs(node.Name, text) is { } what)
            diagnostics.Add(CksCodes.HubSecret, node, $"This looks like {what}.", Fix);
        foreach (var item in node.Items)
            Run(item, diagnostics);
        foreach (var member in node.Properties.Values)
            Run(member, diagnostics);
    }

    /// <summary>Whether a value, or something in it, looks like a secret.</summary>
    public static bool Finds(SourceNode node)
    {
        var diagnostics = new DiagnosticBag();
        Run(node, diagnostics);
        return diagnostics.Any();
    }

    /// <summary>Whether a value refers to a secret, or something in it does.</summary>
    public static bool HoldsReference(SourceNode node) => node.TryGet(Reference, out _) || node.Items.Any(HoldsReference) || node.Properties.Values.Any(HoldsReference);

    // The text itself is never told: findings end up in logs.
    private static string? WhatIs(string name, string text)
    {
        if (Prefixes.Any(p => text.StartsWith(p, StringComparison.Ordinal) && text.Length >= p.Length + 8))
            return "a key or token by how it begins";
        if (ConnectionParts.Any(p => text.Contains(p, StringComparison.OrdinalIgnoreCase)) || HasCredentials(text))
            return "a connection string";
        if (Names.Contains(name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase))
            return "a secret by the name of its property";
        return IsRandom(text) ? "a secret by how random it is" : null;
    }

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
