using System.Buffers;
using Microsoft.Extensions.Primitives;

namespace Cks.Auth.AspNetCore;

/// <summary>
/// Reads cookies by exact name from the header as it came (RFC 6265 section 4.2.1). The framework's collection keeps one of several with a name, and which one is a guess; what is malformed is
/// passed over here without a word.
/// </summary>
internal static class SessionCookie
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool IsName(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExcept(NameCharacters);

    /// <summary>How many cookies have the name, and the value of the last.</summary>
    public static int Read(StringValues header, string name, out ReadOnlyMemory<char> value)
    {
        value = default;
        var count = 0;
        // HTTP/2 may split the header at its semicolons (RFC 9113 section 8.2.3).
        foreach (var line in header)
        {
            var rest = line.AsMemory();
            while (!rest.IsEmpty)
            {
                var end = rest.Span.IndexOf(';');
                var pair = (end < 0 ? rest : rest[..end]).Trim();
                rest = end < 0 ? default : rest[(end + 1)..];
                if (pair.Length <= name.Length || pair.Span[name.Length] != '=' || !pair.Span.StartsWith(name, StringComparison.Ordinal))
                    continue;
                value = pair[(name.Length + 1)..];
                count++;
            }
        }

        return count;
    }

    /// <summary>
    /// How many cookies the framework might read by the name, at least. It compares names in any case, lets a comma divide cookies and goes on behind what is malformed; of several it keeps the
    /// last. So whatever looks like one counts.
    /// </summary>
    public static int CountAsFramework(StringValues header, string name)
    {
        var count = 0;
        foreach (var line in header)
        {
            var rest = line.AsSpan();
            var before = ';';
            while (rest.IndexOf(name, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
            {
                before = at > 0 ? rest[at - 1] : before;
                rest = rest[(at + name.Length)..];
                if (rest is ['=', ..] && !NameCharacters.Contains(before))
                    count++;
                before = name[^1];
            }
        }

        return count;
    }
}
