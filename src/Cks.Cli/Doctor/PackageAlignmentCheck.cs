using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Cks.Cli;

/// <summary>Whether all Microsoft.IdentityModel packages have one version: a mixture refuses every token without a word.</summary>
internal sealed class PackageAlignmentCheck : IDoctorCheck
{
    public string Name => "packages";

    public async IAsyncEnumerable<Finding> RunAsync(string folder, Uri? host, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var uses = new List<PackageUse>();
        foreach (var file in FolderFiles.Find(folder, IsProject, ".git", "node_modules", "bin"))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Finding? unreadable = null;
            try
            {
                var text = await File.ReadAllTextAsync(Path.Combine(folder, file), cancellationToken).ConfigureAwait(false);
                uses.AddRange(file.EndsWith(".json", StringComparison.Ordinal) ? Restored(text) : Declared(text));
            }
            catch (Exception e) when (e is JsonException or XmlException or IOException or UnauthorizedAccessException)
            {
                unreadable = new(FindingLevel.Warn, $"{file} cannot be read", "Run dotnet restore, or mend the file.");
            }

            if (unreadable is not null)
                yield return unreadable;
        }

        yield return Judge(uses);
    }

    /// <summary>The finding for the packages that a folder uses.</summary>
    internal static Finding Judge(IEnumerable<PackageUse> uses)
    {
        var versions = uses.GroupBy(u => u.Version, u => u.Package, StringComparer.OrdinalIgnoreCase).OrderBy(g => g.Key, StringComparer.Ordinal).ToArray();
        return versions.Length switch
        {
            0 => Finding.Ok("no Microsoft.IdentityModel package is used"),
            1 => Finding.Ok($"Microsoft.IdentityModel packages have one version ({versions[0].Key})"),
            _ => new(
                FindingLevel.Fail,
                $"Microsoft.IdentityModel packages have {versions.Length} versions: {string.Join("; ", versions.Select(g => $"{g.Key} ({string.Join(", ", g.Distinct().Order(StringComparer.Ordinal))})"))}",
                "Reference all of them at the newest of these versions, and restore."),
        };
    }

    /// <summary>What a project or props file asks for. A version that is computed is not known here.</summary>
    internal static IEnumerable<PackageUse> Declared(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        return
        [
            .. from item in XDocument.Load(reader).Descendants()
               where item.Name.LocalName is "PackageReference" or "PackageVersion"
               let package = (string?)item.Attribute("Include") ?? (string?)item.Attribute("Update")
               let version = (string?)item.Attribute("Version") ?? (string?)item.Attribute("VersionOverride") ?? item.Elements().FirstOrDefault(e => e.Name.LocalName == "Version")?.Value
               where package is not null && IsIdentityModel(package) && version is not null && !version.Contains('$', StringComparison.Ordinal)
               select new PackageUse(package, version.Trim('[', ']', ' ')),
        ];
    }

    /// <summary>What a restore chose, from <c>project.assets.json</c>.</summary>
    internal static IEnumerable<PackageUse> Restored(string text)
    {
        using var assets = JsonDocument.Parse(text);
        if (assets.RootElement.ValueKind != JsonValueKind.Object || !assets.RootElement.TryGetProperty("libraries", out var libraries) || libraries.ValueKind != JsonValueKind.Object)
            return [];
        return
        [
            .. from library in libraries.EnumerateObject()
               let parts = library.Name.Split('/')
               where parts.Length == 2 && IsIdentityModel(parts[0])
               select new PackageUse(parts[0], parts[1]),
        ];
    }

    private static bool IsProject(string path) =>
        Path.GetExtension(path) is ".csproj" or ".props" || Path.GetFileName(path) == "project.assets.json";

    private static bool IsIdentityModel(string package) =>
        package.StartsWith("Microsoft.IdentityModel.", StringComparison.OrdinalIgnoreCase) || package.Equals("System.IdentityModel.Tokens.Jwt", StringComparison.OrdinalIgnoreCase);
}
