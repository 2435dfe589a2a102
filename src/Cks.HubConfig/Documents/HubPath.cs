using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Cks.HubConfig;

/// <summary>
/// A path on the application's own origin, such as <c>/jobs</c>. There is no way to write a scheme, a host, a query, an escape or a step upwards with it, so it is safe as a link
/// and as the address of a request. Compared ordinally; the default value is no path and equals no target.
/// </summary>
public readonly record struct HubPath
{
    /// <summary>Longest path, in characters.</summary>
    public const int MaxLength = 256;

    private static readonly SearchValues<char> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    private HubPath(string value) => Value = value;

    /// <summary>The path as written; empty for the default value.</summary>
    public string Value { get => field ?? ""; }

    /// <summary>Whether this is no path at all.</summary>
    public bool IsNone => Value.Length == 0;

    /// <summary>
    /// Reads <c>/</c>, or segments that each follow a single <c>/</c>: RFC 3986 unreserved characters only, no segment empty, <c>.</c> or <c>..</c>, no slash at the end.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out HubPath path)
    {
        path = default;
        if (text is not { Length: > 0 and <= MaxLength } || text[0] != '/')
            return false;
        var segments = text.AsSpan(1);
        if (!segments.IsEmpty)
            foreach (var range in segments.Split('/'))
                if (segments[range] is not { IsEmpty: false } segment || segment is "." or ".." || segment.ContainsAnyExcept(Unreserved))
                    return false;
        path = new(text);
        return true;
    }

    /// <summary>The path.</summary>
    public override string ToString() => Value;
}
