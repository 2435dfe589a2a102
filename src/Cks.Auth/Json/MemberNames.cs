using System.Text.Unicode;

namespace Cks.Auth;

/// <summary>Names of one object's members, to find twins, also where one of them is written with escapes (RFC 7519 section 4).</summary>
/// <param name="json">The document.</param>
/// <param name="places">Room for the names; its length is the most members that are accepted.</param>
/// <param name="plain">Room of <see cref="PlainLength"/> for what names with escapes say.</param>
internal ref struct MemberNames(ReadOnlySpan<byte> json, Span<JsonSlice> places, Span<byte> plain)
{
    /// <summary>More than this many members are <see cref="TokenRejectionReason.Malformed"/>, which bounds the comparison of each with each.</summary>
    public const int Limit = 128;

    /// <summary>What all names with escapes say together has at most this many bytes, because no escape is shorter than what it stands for.</summary>
    public const int PlainLength = MostEscaped * LongestEscaped;

    // Honest providers write a few, such as the slashes of a URL.
    private const int MostEscaped = 16;
    private const int LongestEscaped = 256;

    private readonly ReadOnlySpan<byte> _json = json;
    private readonly Span<JsonSlice> _places = places;
    private readonly Span<byte> _plain = plain;
    private int _count;
    private int _escaped;
    private int _plainLength;

    /// <summary>Takes a name; says why not.</summary>
    public TokenRejectionReason? Add(JsonSlice name)
    {
        if (_count == _places.Length || (name.IsEscaped && (++_escaped > MostEscaped || name.Length > LongestEscaped)))
            return TokenRejectionReason.Malformed;
        // Once: read anew for each comparison, they would cost as much as verifying a hundred signatures.
        if (name.IsEscaped)
            name = Unescape(name);
        var text = TextOf(name);
        foreach (var other in _places[.._count])
        {
            if (text.SequenceEqual(TextOf(other)))
                return TokenRejectionReason.DuplicateMember;
        }

        _places[_count++] = name;
        return null;
    }

    private JsonSlice Unescape(JsonSlice name)
    {
        Span<char> characters = stackalloc char[LongestEscaped];
        JsonText.TryCopy(_json, name, characters, out var length);
        Utf8.FromUtf16(characters[..length], _plain[_plainLength..], out _, out var written);
        var start = _plainLength;
        _plainLength += written;
        return name with { Start = start, Length = written };
    }

    private readonly ReadOnlySpan<byte> TextOf(JsonSlice name) => name.IsEscaped ? name.In(_plain) : name.In(_json);
}
