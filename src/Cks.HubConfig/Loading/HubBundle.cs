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
            bundle.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{file.Role}\n{file.Utf8.Length}\n")));
            bundle.Write(file.Utf8);
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
            files.Add(new(role, role, bundle[..length].ToArray()));
            bundle = bundle[length..];
        }

        return files;
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
