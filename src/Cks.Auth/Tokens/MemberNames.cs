using System.Text.Json;

namespace Cks.Auth;

/// <summary>
/// Names of one object's members after unescaping, to find twins. Lives on borrowed memory: <paramref name="names"/> holds the bytes one after another.
/// </summary>
/// <param name="names">At least as long as the document.</param>
/// <param name="ends">Where each name ends; its length is the most members that are accepted.</param>
internal ref struct MemberNames(Span<byte> names, Span<int> ends)
{
    /// <summary>More than this many members are <see cref="TokenRejectionReason.Malformed"/>, which bounds the comparison of each with each.</summary>
    public const int Limit = 128;

    private readonly Span<byte> _names = names;
    private readonly Span<int> _ends = ends;
    private int _count;

    /// <summary>Takes the current property name. Throws <see cref="InvalidOperationException"/> when its escapes are no text.</summary>
    public TokenRejectionReason? Add(ref Utf8JsonReader reader, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (_count == _ends.Length)
            return TokenRejectionReason.Malformed;
        var start = _count == 0 ? 0 : _ends[_count - 1];
        var length = reader.CopyString(_names[start..]);
        name = _names.Slice(start, length);
        for (int i = 0, from = 0; i < _count; from = _ends[i++])
        {
            if (name.SequenceEqual(_names[from.._ends[i]]))
                return TokenRejectionReason.DuplicateMember;
        }

        _ends[_count++] = start + length;
        return null;
    }
}
