using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Cks.Core;

/// <summary>Reads the rows of a document in one pass, without calling itself.</summary>
internal sealed class SourceTableBuilder(SourceText text, SourceDocumentOptions options, DiagnosticBag diagnostics)
{
    // Up to this many names each is compared with each: no table is made for a small object.
    private const int Few = 16;

    private readonly int[] _open = new int[options.MaxDepth];
    private SourceRow[] _rows = [];
    private int _count;

    /// <summary>The table; <see langword="null"/> when a limit was met, which is reported.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="InvalidOperationException">An escape names half of a surrogate pair.</exception>
    /// <param name="origins">What each value was made of, where the document was made of others.</param>
    public SourceTable? Read(SourceNode?[]? origins = null)
    {
        _rows = ArrayPool<SourceRow>.Shared.Rent(Math.Max(16, text.Bytes.Length / 16));
        try
        {
            return ReadRows() ? new(text, _rows.AsSpan(0, _count).ToArray(), origins) : null;
        }
        finally
        {
            ArrayPool<SourceRow>.Shared.Return(_rows);
        }
    }

    private bool ReadRows()
    {
        var reader = new Utf8JsonReader(text.Bytes, new JsonReaderOptions
        {
            AllowTrailingCommas = options.AllowComments,
            CommentHandling = options.AllowComments ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
            MaxDepth = options.MaxDepth,
        });
        var (depth, name) = (0, default(SourceRow));
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = new() { NameStart = (int)reader.TokenStartIndex, NameLength = reader.ValueSpan.Length + 2, IsNameEscaped = IsEscaped(ref reader) };
                    if (reader.ValueSpan.Length > options.MaxNameBytes)
                        return Over(name.NameStart, $"The name of a property has more than {options.MaxNameBytes} bytes.", "Write a shorter name.");
                    break;
                case JsonTokenType.EndObject:
                    Close(--depth);
                    if (!HasDistinctNames(_open[depth]))
                        ReportTwins(depth);
                    break;
                case JsonTokenType.EndArray:
                    Close(--depth);
                    break;
                default:
                    if (_count == options.MaxValues)
                        return Over((int)reader.TokenStartIndex, $"The document has more than {options.MaxValues} values.", "Split the document.");
                    if (depth > 0)
                        _rows[_open[depth - 1]].Length++;
                    var row = name;
                    name = default;
                    row.Start = (int)reader.TokenStartIndex;
                    row.Kind = (byte)KindOf(reader.TokenType);
                    row.Next = _count + 1;
                    if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                        _open[depth++] = _count;
                    else
                        (row.Length, row.IsEscaped) = reader.TokenType == JsonTokenType.String ? (reader.ValueSpan.Length + 2, IsEscaped(ref reader)) : (reader.ValueSpan.Length, false);
                    Append(row);
                    break;
            }
        }

        return true;
    }

    // GetString refuses half a surrogate pair; where there is no escape there is none, for the bytes are known to be UTF-8.
    private static bool IsEscaped(ref Utf8JsonReader reader) => reader.ValueIsEscaped && reader.GetString() is not null;

    private void Append(in SourceRow row)
    {
        if (_count == _rows.Length)
        {
            var larger = ArrayPool<SourceRow>.Shared.Rent(_rows.Length * 2);
            _rows.CopyTo(larger, 0);
            ArrayPool<SourceRow>.Shared.Return(_rows);
            _rows = larger;
        }

        _rows[_count++] = row;
    }

    private void Close(int depth) => _rows[_open[depth]].Next = _count;

    private bool Over(int offset, string message, string fix)
    {
        diagnostics.Add(CksCodes.DocumentTooLarge, text.Locate(offset, ""), message, fix);
        return false;
    }

    private bool HasDistinctNames(int row)
    {
        var count = _rows[row].Length;
        if (count < 2)
            return true;
        if (count > Few)
            return Names(row).Distinct(StringComparer.Ordinal).Count() == count;
        for (var (i, a) = (1, _rows[row + 1].Next); i < count; i++, a = _rows[a].Next)
            for (var (j, b) = (0, row + 1); j < i; j++, b = _rows[b].Next)
                if (IsSameName(_rows[a], _rows[b]))
                    return false;
        return true;
    }

    private bool IsSameName(in SourceRow a, in SourceRow b)
    {
        if (a.IsNameEscaped || b.IsNameEscaped)
            return SourceTable.Unescape(NameToken(a)) == SourceTable.Unescape(NameToken(b));
        return a.NameLength == b.NameLength && NameToken(a).SequenceEqual(NameToken(b));
    }

    private ReadOnlySpan<byte> NameToken(in SourceRow row) => text.Bytes.Slice(row.NameStart, row.NameLength);

    private IEnumerable<string> Names(int row)
    {
        for (var (i, at) = (0, row + 1); i < _rows[row].Length; i++, at = _rows[at].Next)
            yield return NameOf(at);
    }

    private string NameOf(int row) => _rows[row].IsNameEscaped ? SourceTable.Unescape(NameToken(_rows[row])) : Encoding.UTF8.GetString(NameToken(_rows[row])[1..^1]);

    private void ReportTwins(int depth)
    {
        var row = _open[depth];
        _rows[row].HasTwins = true;
        var (names, around) = (new HashSet<string>(StringComparer.Ordinal), PointerOf(depth));
        for (var (i, at) = (0, row + 1); i < _rows[row].Length; i++, at = _rows[at].Next)
        {
            var name = NameOf(at);
            if (names.Add(name))
                continue;
            var place = text.Locate(_rows[at].NameStart, diagnostics.IsFull ? "" : SourceNode.AppendStep(new(around), name).ToString());
            diagnostics.Add(CksCodes.DuplicateName, new SourcePlace(place, text.Measure(_rows[at].NameStart, _rows[at].NameLength)), $"\"{name}\" stands twice in one object.", "Keep one of the two.");
        }
    }

    /// <summary>The pointer of the value that was opened at a depth: all around it are still open, and of each the last child is the one that leads to it.</summary>
    private string PointerOf(int depth)
    {
        var pointer = new StringBuilder();
        for (var level = 1; level <= depth; level++)
        {
            var around = _rows[_open[level - 1]];
            SourceNode.AppendStep(pointer, around.Kind == (byte)JsonValueKind.Array ? (around.Length - 1).ToString(System.Globalization.CultureInfo.InvariantCulture) : NameOf(_open[level]));
        }

        return pointer.ToString();
    }

    private static JsonValueKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => JsonValueKind.Object,
        JsonTokenType.StartArray => JsonValueKind.Array,
        JsonTokenType.String => JsonValueKind.String,
        JsonTokenType.Number => JsonValueKind.Number,
        JsonTokenType.True => JsonValueKind.True,
        JsonTokenType.False => JsonValueKind.False,
        _ => JsonValueKind.Null,
    };
}
