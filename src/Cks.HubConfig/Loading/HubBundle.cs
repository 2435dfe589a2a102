using System.Buffers;
using System.Globalization;
using System.Text;

namespace Cks.HubConfig;

/// <summary>The documents of one revision as one run of bytes: of each its role, its length and itself. What the version is made of, and what a copy on disk holds.</summary>
internal static class HubBundle
{
    public static ReadOnlyMemory<byte> Write(IEnumerable<HubFile> files)
    {
        var bundle = new ArrayBufferWriter<byte>();
        foreach (var file in files)
        {
            bundle.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{NameOf(file)}\n{file.Utf8.Length}\n")));
            bundle.Write(file.Utf8.Span);
        }

        return bundle.WrittenMemory;
    }

    /// <summary>The documents again, named after their roles. Throws <see cref="FormatException"/> for what <see cref="Write"/> did not make.</summary>
    public static IReadOnlyList<HubFile> Read(ReadOnlySpan<byte> bundle)
    {
        var files = new List<HubFile>();
        while (!bundle.IsEmpty)
        {
            var role = Line(ref bundle);
            if (!int.TryParse(Line(ref bundle), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > bundle.Length)
                throw new FormatException("This is not a bundle of hub documents.");
            files.Add(FileOf(role, bundle[..length].ToArray()));
            bundle = bundle[length..];
        }

        return files;
    }

    // No name of a role or tenant has a colon or an exclamation mark.
    private static string NameOf(HubFile file) => file.Kind == HubLayerKind.Role ? file.Role : $"{file.Kind}:{file.Role}{(file.IsStale ? "!" : "")}";

    private static HubFile FileOf(string name, byte[] utf8)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return new(name, name, utf8);
        return Enum.TryParse<HubLayerKind>(name[..colon], out var kind) ? new(name[(colon + 1)..].TrimEnd('!'), name, utf8) { Kind = kind, IsStale = name.EndsWith('!') } : throw new FormatException("This is not a bundle of hub documents.");
    }

    private static string Line(ref ReadOnlySpan<byte> bundle)
    {
        var end = bundle.IndexOf((byte)'\n');
        if (end < 0)
            throw new FormatException("This is not a bundle of hub documents.");
        var line = Encoding.UTF8.GetString(bundle[..end]);
        bundle = bundle[(end + 1)..];
        return line;
    }
}
