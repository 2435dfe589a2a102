using System.Text;
using System.Text.Json;

namespace Cks.Core;

/// <summary>All values of a document. Nodes and texts are made of it when they are asked for: most of a document never is.</summary>
internal sealed class SourceTable(SourceText text, SourceRow[] rows, SourceNode?[]? origins)
{
    // The names of a document repeat in every object of a list.
    private readonly string?[] _names = new string?[64];

    public SourceText Text { get; } = text;

    public ref readonly SourceRow this[int row] => ref rows[row];

    /// <summary>Whether the document was made of others, so that its own bytes are no place that a person knows.</summary>
    public bool IsMade => origins is not null;

    /// <summary>What a value was made of.</summary>
    public SourceNode? OriginOf(int row) => origins?[row];

    /// <summary>The name in front of a value.</summary>
    public string NameOf(int row)
    {
        ref readonly var r = ref rows[row];
        if (r.IsNameEscaped)
            return Unescape(Text.Bytes.Slice(r.NameStart, r.NameLength));
        var bytes = Text.Bytes.Slice(r.NameStart + 1, r.NameLength - 2);
        if (bytes.IsEmpty)
            return "";
        ref var known = ref _names[((bytes.Length * 31) + (bytes[0] * 7) + bytes[^1]) & 63];
        return known is { } name && Ascii.Equals(bytes, name) ? name : known = Encoding.UTF8.GetString(bytes);
    }

    /// <summary>The same as bytes.</summary>
    public ReadOnlySpan<byte> NameUtf8Of(int row)
    {
        ref readonly var r = ref rows[row];
        return r.IsNameEscaped ? Encoding.UTF8.GetBytes(NameOf(row)) : Text.Bytes.Slice(r.NameStart + 1, r.NameLength - 2);
    }

    /// <summary>The text of a string without escapes, or the digits of a number.</summary>
    public string TextOf(int row)
    {
        ref readonly var r = ref rows[row];
        var bytes = Text.Bytes.Slice(r.Start, r.Length);
        if (r.Kind == (byte)JsonValueKind.Number)
            return Encoding.UTF8.GetString(bytes);
        return r.IsEscaped ? Unescape(bytes) : Encoding.UTF8.GetString(bytes[1..^1]);
    }

    /// <summary>The same as bytes.</summary>
    public ReadOnlySpan<byte> TextUtf8Of(int row)
    {
        ref readonly var r = ref rows[row];
        if (r.IsEscaped)
            return Encoding.UTF8.GetBytes(TextOf(row));
        var bytes = Text.Bytes.Slice(r.Start, r.Length);
        return r.Kind == (byte)JsonValueKind.Number ? bytes : bytes[1..^1];
    }

    /// <summary>A text in its quotes.</summary>
    public static string Unescape(ReadOnlySpan<byte> token)
    {
        var reader = new Utf8JsonReader(token);
        reader.Read();
        return reader.GetString()!;
    }
}
