using System.Buffers;

namespace Cks.Core;

/// <summary>URIs as text (RFC 3986): resolved without any other normalization, so that what a schema names is what is looked up.</summary>
internal static class UriText
{
    private static readonly SearchValues<byte> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/"u8);
    private static readonly SearchValues<byte> QueryCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?"u8);
    private static readonly SearchValues<byte> UserCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:"u8);
    private static readonly SearchValues<byte> HostCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;="u8);

    /// <summary>A reference without its fragment, and the fragment.</summary>
    public static (string Document, string Fragment) Split(string reference)
    {
        var at = reference.IndexOf('#');
        return at < 0 ? (reference, "") : (reference[..at], reference[(at + 1)..]);
    }

    /// <summary>Resolves a reference without a fragment against an absolute URI without one.</summary>
    public static string Resolve(string basis, string reference)
    {
        if (reference.Length == 0)
            return basis;
        if (SchemeLength(reference) is > 0 and var own)
            return reference[..(own + 1)] + Dotless(reference[(own + 1)..]);
        var scheme = basis[..(SchemeLength(basis) + 1)];
        if (reference.StartsWith("//", StringComparison.Ordinal))
            return scheme + Dotless(reference);
        var rest = basis[scheme.Length..];
        var authority = rest.StartsWith("//", StringComparison.Ordinal) ? rest[..End(rest, 2, "/?")] : "";
        var path = rest[authority.Length..End(rest, authority.Length, "?")];
        if (reference[0] == '?')
            return scheme + authority + path + reference;
        if (reference[0] != '/')
            reference = (authority.Length > 0 && path.Length == 0 ? "/" : path[..(path.LastIndexOf('/') + 1)]) + reference;
        return scheme + Dotless(authority + reference);
    }

    /// <summary>Whether a text is a URI, or a relative reference where one is allowed.</summary>
    public static bool IsReference(ReadOnlySpan<byte> text, bool relative)
    {
        if (text.IndexOf((byte)'#') is >= 0 and var hash)
        {
            if (!Has(text[(hash + 1)..], QueryCharacters))
                return false;
            text = text[..hash];
        }

        if (text.IndexOf((byte)'?') is >= 0 and var query)
        {
            if (!Has(text[(query + 1)..], QueryCharacters))
                return false;
            text = text[..query];
        }

        var colon = text.IndexOf((byte)':');
        var slash = text.IndexOf((byte)'/');
        if (colon >= 0 && (slash < 0 || colon < slash))
        {
            if (!IsScheme(text[..colon]))
                return false;
            text = text[(colon + 1)..];
        }
        else if (!relative)
        {
            return false;
        }

        if (!text.StartsWith("//"u8))
            return Has(text, Unreserved);
        text = text[2..];
        var end = text.IndexOf((byte)'/') is >= 0 and var path ? path : text.Length;
        return IsAuthority(text[..end]) && Has(text[end..], Unreserved);
    }

    private static bool IsAuthority(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf((byte)'@') is >= 0 and var at)
        {
            if (!Has(text[..at], UserCharacters))
                return false;
            text = text[(at + 1)..];
        }

        var afterHost = text.StartsWith("["u8) ? text.IndexOf((byte)']') + 1 : text.IndexOf((byte)':') is >= 0 and var colon ? colon : text.Length;
        var host = text[..afterHost];
        var port = text[afterHost..];
        if (port.Length > 0 && (port[0] != (byte)':' || port[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9')))
            return false;
        return host.StartsWith("["u8) ? IsLiteral(host[1..^1]) : !text.StartsWith("["u8) && Has(host, HostCharacters);
    }

    private static bool IsLiteral(ReadOnlySpan<byte> host)
    {
        if (host.Length == 0 || host[0] is not ((byte)'v' or (byte)'V'))
            return SchemaFormats.IsIpv6(host);
        var dot = host.IndexOf((byte)'.');
        return dot > 1 && dot + 1 < host.Length && AreHex(host[1..dot]) && !host[(dot + 1)..].ContainsAnyExcept(UserCharacters);
    }

    private static bool IsScheme(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'+' or (byte)'-' or (byte)'.'))
                return false;
        }

        return text.Length > 0 && char.IsAsciiLetter((char)text[0]);
    }

    private static bool AreHex(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit((char)c))
                return false;
        }

        return true;
    }

    private static bool Has(ReadOnlySpan<byte> text, SearchValues<byte> allowed)
    {
        while (text.IndexOfAnyExcept(allowed) is >= 0 and var at)
        {
            if (text[at] != (byte)'%' || at + 2 >= text.Length || !AreHex(text.Slice(at + 1, 2)))
                return false;
            text = text[(at + 3)..];
        }

        return true;
    }

    private static int SchemeLength(string text)
    {
        var colon = text.IndexOf(':');
        return colon > 0 && char.IsAsciiLetter(text[0]) && text.AsSpan(0, colon).IndexOfAny("/?") < 0 ? colon : 0;
    }

    private static int End(string text, int from, string marks) => text.AsSpan(from).IndexOfAny(marks) is >= 0 and var at ? from + at : text.Length;

    /// <summary>Takes <c>.</c> and <c>..</c> out of the path of what follows a scheme.</summary>
    private static string Dotless(string text)
    {
        var start = text.StartsWith("//", StringComparison.Ordinal) ? End(text, 2, "/?") : 0;
        var end = End(text, start, "?");
        if (start == end || text[start] != '/' || !text.AsSpan(start, end - start).Contains("/.", StringComparison.Ordinal))
            return text;
        var kept = new List<string>();
        var steps = text[(start + 1)..end].Split('/');
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i] == ".." && kept.Count > 0)
                kept.RemoveAt(kept.Count - 1);
            if (steps[i] is not ("." or ".."))
                kept.Add(steps[i]);
            else if (i == steps.Length - 1)
                kept.Add("");
        }

        return $"{text[..start]}/{string.Join('/', kept)}{text[end..]}";
    }
}
