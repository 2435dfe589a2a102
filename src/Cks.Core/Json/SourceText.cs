namespace Cks.Core;

/// <summary>The bytes of a document and the places in them. Places are indexed when the first one is asked for: most documents have no finding.</summary>
internal sealed class SourceText(string file, ReadOnlyMemory<byte> utf8)
{
    // A mark at every line start and this often within a line keeps a place cheap to find, also in a document of one line.
    private const int Stride = 1_024;

    private Mark[]? _marks;

    public string File => file;

    public ReadOnlySpan<byte> Bytes => utf8.Span;

    private Mark[] Marks => _marks ??= Index(utf8.Span);

    /// <summary>The place of a byte.</summary>
    public SourceLocation Locate(int offset, string pointer)
    {
        var (low, high) = (0, Marks.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = Marks[middle].Offset <= offset ? (middle, high) : (low, middle - 1);
        }

        var mark = Marks[low];
        return new(file, mark.Line, mark.Column + Characters(utf8.Span[mark.Offset..Math.Min(offset, utf8.Length)]), pointer);
    }

    /// <summary>How many UTF-16 characters stand in a range of bytes.</summary>
    public int Measure(int start, int length) => Characters(utf8.Span.Slice(start, length));

    private static Mark[] Index(ReadOnlySpan<byte> bytes)
    {
        var marks = new List<Mark> { new(0, 1, 1) };
        for (var i = 0; i < bytes.Length; i++)
        {
            var last = marks[^1];
            if (bytes[i] == (byte)'\n')
                marks.Add(new(i + 1, last.Line + 1, 1));
            else if (i + 1 - last.Offset == Stride)
                marks.Add(new(i + 1, last.Line, last.Column + Characters(bytes[last.Offset..(i + 1)])));
        }

        return [.. marks];
    }

    /// <summary>How many UTF-16 characters begin in these bytes.</summary>
    private static int Characters(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        foreach (var b in bytes)
            count += (b & 0xC0) == 0x80 ? 0 : b >= 0xF0 ? 2 : 1;
        return count;
    }

    private readonly record struct Mark(int Offset, int Line, int Column);
}
