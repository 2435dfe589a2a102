using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Cks.Core;

/// <summary>Several documents as one run of bytes: what their common version is made of, and what a copy on disk holds. Of each the lengths of name and content, in decimal, a space and a line feed behind them; then both.</summary>
internal static class DocumentBundle
{
    public static ReadOnlyMemory<byte> Write(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> documents)
    {
        var bundle = new ArrayBufferWriter<byte>();
        foreach (var (name, content) in documents)
        {
            var utf8 = Encoding.UTF8.GetBytes(name);
            bundle.Write(Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{utf8.Length} {content.Length}\n")));
            bundle.Write(utf8);
            bundle.Write(content.Span);
        }

        return bundle.WrittenMemory;
    }

    /// <summary>The documents again; <see langword="null"/> for what <see cref="Write"/> did not make.</summary>
    public static IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>>? Read(ReadOnlyMemory<byte> bundle)
    {
        var documents = new List<KeyValuePair<string, ReadOnlyMemory<byte>>>();
        while (!bundle.IsEmpty)
        {
            if (!TryLength(ref bundle, (byte)' ', out var name) || !TryLength(ref bundle, (byte)'\n', out var content) || (long)name + content > bundle.Length)
                return null;
            documents.Add(new(Encoding.UTF8.GetString(bundle.Span[..name]), bundle.Slice(name, content)));
            bundle = bundle[(name + content)..];
        }

        return documents;
    }

    private static bool TryLength(ref ReadOnlyMemory<byte> rest, byte end, out int length)
    {
        if (!Utf8Parser.TryParse(rest.Span, out length, out var digits) || length < 0 || digits == rest.Length || rest.Span[digits] != end || rest.Span[0] is < (byte)'0' or > (byte)'9' || (rest.Span[0] == (byte)'0' && digits > 1))
            return false;
        rest = rest[(digits + 1)..];
        return true;
    }
}
