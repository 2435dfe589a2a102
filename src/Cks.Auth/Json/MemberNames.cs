namespace Cks.Auth;

/// <summary>Names of one object's members, to find twins, also where one of them is written with escapes (RFC 7519 section 4).</summary>
/// <param name="json">The document.</param>
/// <param name="places">Room for the names; its length is the most members that are accepted.</param>
internal ref struct MemberNames(ReadOnlySpan<byte> json, Span<JsonSlice> places)
{
    /// <summary>More than this many members are <see cref="TokenRejectionReason.Malformed"/>, which bounds the comparison of each with each.</summary>
    public const int Limit = 128;

    // Comparing a name with escapes costs a hundred times as much; honest providers write a few, such as the slashes of a URL.
    private const int MostEscaped = 16;
    private const int LongestEscaped = 256;

    private readonly ReadOnlySpan<byte> _json = json;
    private readonly Span<JsonSlice> _places = places;
    private int _count;
    private int _escaped;

    /// <summary>Takes a name; says why not.</summary>
    public TokenRejectionReason? Add(JsonSlice name)
    {
        if (_count == _places.Length || (name.IsEscaped && (++_escaped > MostEscaped || name.Length > LongestEscaped)))
            return TokenRejectionReason.Malformed;
        var text = name.In(_json);
        foreach (var other in _places[.._count])
        {
            if (name.IsEscaped || other.IsEscaped ? SaySame(name, other) : text.SequenceEqual(other.In(_json)))
                return TokenRejectionReason.DuplicateMember;
        }

        _places[_count++] = name;
        return null;
    }

    // One of them has escapes and so at most 256 characters; what does not fit is longer, and so another.
    private readonly bool SaySame(JsonSlice one, JsonSlice other)
    {
        Span<char> first = stackalloc char[LongestEscaped], second = stackalloc char[LongestEscaped];
        return JsonText.TryCopy(_json, one, first, out var length) && JsonText.TryCopy(_json, other, second, out var otherLength)
            && first[..length].SequenceEqual(second[..otherLength]);
    }
}
