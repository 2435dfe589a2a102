using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using System.Xml.Linq;

namespace Cks.Architecture.Tests;

/// <summary>A packed file and the symbols beside it.</summary>
internal sealed record PackedPackage(string Id, XElement Metadata, IReadOnlyList<string> Files, IReadOnlyList<string> SourceLinks)
{
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    public bool IsTool => Metadata.Descendants().Any(e => e.Name.LocalName == "packageType" && e.Attribute("name")?.Value == "DotnetTool");

    public static PackedPackage Load(string path)
    {
        using var package = ZipFile.OpenRead(path);
        var files = package.Entries.Select(e => e.FullName).ToArray();
        using var nuspec = package.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
        var id = Text(metadata, "id");
        return new(id, metadata, files, SourceLinksOf(Path.ChangeExtension(path, ".snupkg"), $"{id}.pdb"));
    }

    /// <summary>What the nuspec says under a name; empty when it says nothing.</summary>
    public string this[string name] => Text(Metadata, name);

    /// <summary>The elements of the nuspec with a name, at any depth.</summary>
    public IEnumerable<XElement> All(string name) => Metadata.Descendants().Where(e => e.Name.LocalName == name);

    private static string Text(XElement metadata, string name) => metadata.Elements().SingleOrDefault(e => e.Name.LocalName == name)?.Value ?? "";

    private static IReadOnlyList<string> SourceLinksOf(string path, string pdb)
    {
        if (!File.Exists(path))
            return [];
        using var symbols = ZipFile.OpenRead(path);
        return [.. symbols.Entries.Where(e => e.Name == pdb).SelectMany(Links)];
    }

    private static IEnumerable<string> Links(ZipArchiveEntry entry)
    {
        using var content = new MemoryStream();
        using (var stream = entry.Open())
            stream.CopyTo(content);
        content.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(content);
        var reader = provider.GetMetadataReader();
        return
        [
            .. from handle in reader.CustomDebugInformation
               let information = reader.GetCustomDebugInformation(handle)
               where reader.GetGuid(information.Kind) == SourceLink
               select Encoding.UTF8.GetString(reader.GetBlobBytes(information.Value)),
        ];
    }
}
