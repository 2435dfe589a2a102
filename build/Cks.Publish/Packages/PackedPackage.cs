using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using System.Xml.Linq;

namespace Cks.Publish;

/// <summary>A packed file and the symbols beside it.</summary>
internal sealed class PackedPackage
{
    private const string Signature = ".signature.p7s";

    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private readonly Dictionary<string, byte[]> _entries;

    private PackedPackage(string path, Dictionary<string, byte[]> entries)
    {
        (Path, _entries) = (path, entries);
        using var nuspec = new MemoryStream(entries.Single(e => !e.Key.Contains('/', StringComparison.Ordinal) && e.Key.EndsWith(".nuspec", StringComparison.Ordinal)).Value);
        Metadata = XDocument.Load(nuspec).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
        Id = this["id"];
    }

    public string Path { get; }

    public string Id { get; }

    /// <summary>The nuspec.</summary>
    public XElement Metadata { get; }

    /// <summary>What is in it, but for the parts that every package has for its own sake.</summary>
    public IReadOnlyList<string> Files => [.. _entries.Keys.Where(k => !IsContainer(k)).Order(StringComparer.Ordinal)];

    /// <summary>Symbols and document beside the package, where they are there.</summary>
    public IReadOnlyList<string> Beside => [.. new[] { ".snupkg", ".spdx.json" }.Select(e => System.IO.Path.ChangeExtension(Path, e)).Where(File.Exists)];

    /// <summary>Library, DotnetTool or Template.</summary>
    public string Kind => All("packageType").Select(e => e.Attribute("name")!.Value).SingleOrDefault() ?? "Library";

    /// <summary>The assembly that the package is about; <see langword="null"/> for one without.</summary>
    public string? AssemblyPath => Kind switch { "DotnetTool" => $"tools/net10.0/any/{Id}.dll", "Template" => null, _ => $"lib/net10.0/{Id}.dll" };

    public static PackedPackage Load(string path) => new(path, Read(File.ReadAllBytes(path)));

    /// <summary>What the nuspec says under a name; empty when it says nothing.</summary>
    public string this[string name] => Metadata.Elements().SingleOrDefault(e => e.Name.LocalName == name)?.Value ?? "";

    /// <summary>The elements of the nuspec with a name, at any depth.</summary>
    public IEnumerable<XElement> All(string name) => Metadata.Descendants().Where(e => e.Name.LocalName == name);

    /// <summary>A file of the package, or <see langword="null"/>.</summary>
    public byte[]? Content(string path) => _entries.GetValueOrDefault(path);

    /// <summary>The text of a file of the package; empty when it is not there.</summary>
    public string Text(string path) => Encoding.UTF8.GetString(Content(path) ?? []);

    /// <summary>The portable symbols of <see cref="AssemblyPath"/>, or <see langword="null"/>.</summary>
    public byte[]? Symbols()
    {
        var path = System.IO.Path.ChangeExtension(Path, ".snupkg");
        return AssemblyPath is { } assembly && File.Exists(path) ? Read(File.ReadAllBytes(path)).GetValueOrDefault(System.IO.Path.ChangeExtension(assembly, ".pdb")) : null;
    }

    /// <summary>Whether two packages hold the same. A feed may have signed one, which adds one entry.</summary>
    public static bool SameContent(byte[] one, byte[] other)
    {
        if (one.AsSpan().SequenceEqual(other))
            return true;
        var (a, b) = (Read(one), Read(other));
        a.Remove(Signature);
        b.Remove(Signature);
        return a.Count == b.Count && a.All(e => b.TryGetValue(e.Key, out var content) && content.AsSpan().SequenceEqual(e.Value));
    }

    /// <summary>The source link of symbols: one JSON text, or none.</summary>
    public static IReadOnlyList<string> SourceLinks(MetadataReader symbols) =>
    [
        .. from handle in symbols.CustomDebugInformation
           let information = symbols.GetCustomDebugInformation(handle)
           where symbols.GetGuid(information.Kind) == SourceLink
           select Encoding.UTF8.GetString(symbols.GetBlobBytes(information.Value)),
    ];

    private static bool IsContainer(string path) =>
        path is "[Content_Types].xml" or "_rels/.rels" || path.StartsWith("package/services/metadata/core-properties/", StringComparison.Ordinal);

    private static Dictionary<string, byte[]> Read(byte[] package)
    {
        using var zip = new ZipArchive(new MemoryStream(package), ZipArchiveMode.Read);
        return zip.Entries.ToDictionary(e => e.FullName, Bytes, StringComparer.Ordinal);

        static byte[] Bytes(ZipArchiveEntry entry)
        {
            using var content = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(content);
            return content.ToArray();
        }
    }
}
