using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cks.Benchmarks;

/// <summary>Rows as lines of COPY's text form, and the hash of every line that was written: two large portals with one hash have the same bytes.</summary>
internal sealed class LargeText : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly StringBuilder _line = new();
    private byte[] _bytes = new byte[4096];

    /// <summary>Hash of all lines so far, in hexadecimal.</summary>
    public string Hash => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>The line of a row, with its end; good until the next one is asked for.</summary>
    public StringBuilder Line(object?[] row)
    {
        _line.Clear();
        foreach (var value in row)
            _line.Append(Text(value) ?? "\\N").Append('\t');
        _line[^1] = '\n';
        foreach (var chunk in _line.GetChunks())
        {
            if (_bytes.Length < chunk.Length * 3)
                _bytes = new byte[chunk.Length * 3];
            _hash.AppendData(_bytes, 0, Encoding.UTF8.GetBytes(chunk.Span, _bytes));
        }

        return _line;
    }

    public void Dispose() => _hash.Dispose();

    // No text here has a tab, a line end or a backslash.
    private static string? Text(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "t" : "f",
        DateTime time => Moment(time),
        _ => (string)value,
    };

    /// <summary>A moment as the portal writes it on SQLite; PostgreSQL reads it as well.</summary>
    public static string Moment(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
