using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace Cks.Publish;

/// <summary>What every package of the suite is held to before it is published. Each rule says what is wrong and names the package.</summary>
internal static partial class PackageContract
{
    /// <summary>The one target framework.</summary>
    public const string Framework = "net10.0";

    /// <summary>Lines of code that a readme has at least.</summary>
    public const int ReadmeLines = 15;

    private static readonly IReadOnlyList<Func<PackedPackage, ContractTerms, IEnumerable<string>>> Rules =
        [Readme, Icon, Words, Licence, Repository, Notes, Dependencies, Files, Frameworks, Strangers, Templates, Documentation, Sbom, (package, terms) => PackedAssembly.Faults(package, terms)];

    /// <summary>What is wrong with a package.</summary>
    public static IReadOnlyList<string> Faults(PackedPackage package, ContractTerms terms) => [.. Rules.SelectMany(rule => rule(package, terms)).Select(fault => $"{package.Id}: {fault}")];

    private static IEnumerable<string> Readme(PackedPackage package, ContractTerms terms)
    {
        if (package["readme"] is not { Length: > 0 } path || package.Content(path) is null)
        {
            yield return "has no readme";
            yield break;
        }

        var text = package.Text(path);
        if (!text.StartsWith($"# {package.Id}\n", StringComparison.Ordinal))
            yield return "has a readme that does not start with its name";
        // A tool and a template are used from a command line.
        var lines = ReadmeCode.Lines(ReadmeCode.Blocks(text, package.Kind == "Library" ? "csharp" : null));
        if (lines < ReadmeLines)
            yield return $"has a readme with {lines} lines of code; {ReadmeLines} are asked for";
    }

    private static IEnumerable<string> Icon(PackedPackage package, ContractTerms terms)
    {
        var icon = package.Content(package["icon"]);
        if (icon is null || icon.Length < 24 || !icon.AsSpan(0, 8).SequenceEqual<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]))
            yield return "has no icon in PNG";
        else if ((BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20))) != (128, 128))
            yield return "has an icon that is not 128 pixels wide and high";
    }

    private static IEnumerable<string> Words(PackedPackage package, ContractTerms terms)
    {
        if (package["version"] != terms.Version)
            yield return $"has version {package["version"]}, and the release {terms.Version}";
        if (package["authors"] != "Cks contributors")
            yield return "does not name its authors";
        if (package["description"] is "" or "Package Description")
            yield return "has no description";
        if (package["tags"].Split(' ', StringSplitOptions.RemoveEmptyEntries).Length < 3)
            yield return "has fewer than three tags";
    }

    private static IEnumerable<string> Licence(PackedPackage package, ContractTerms terms)
    {
        if (package["license"] != "MIT" || package.All("license").Single().Attribute("type")?.Value != "expression")
            yield return "does not have the licence expression MIT";
        if (package.Content("LICENSE") is null)
            yield return "does not have the text of its licence";
    }

    private static IEnumerable<string> Repository(PackedPackage package, ContractTerms terms)
    {
        var repository = package.All("repository").SingleOrDefault();
        if (repository?.Attribute("commit")?.Value != terms.Commit)
            yield return "does not name the commit that it was built from";
        if (terms.RepositoryUrl is { } url && (repository?.Attribute("type")?.Value, repository?.Attribute("url")?.Value) != ("git", url))
            yield return "does not name its repository";
    }

    private static IEnumerable<string> Notes(PackedPackage package, ContractTerms terms) =>
        terms.ReleaseNotes.Length == 0 ? ["has no release notes, because CHANGELOG.md has no section for it"]
        : package["releaseNotes"].ReplaceLineEndings("\n").Trim() != terms.ReleaseNotes ? ["has release notes that are not those of CHANGELOG.md"] : [];

    private static IEnumerable<string> Dependencies(PackedPackage package, ContractTerms terms)
    {
        foreach (var dependency in package.All("dependency"))
        {
            var (id, range) = (dependency.Attribute("id")!.Value, dependency.Attribute("version")?.Value ?? "");
            if (terms.Siblings.Contains(id))
            {
                if (range != $"[{terms.Version}]")
                    yield return $"asks for {id} {range}; its siblings go with [{terms.Version}] only";
            }
            else if (id.StartsWith("Cks.", StringComparison.Ordinal))
                yield return $"asks for {id}, which is not part of the release";
            else if (id == "MinVer" || id.Contains("Analyzers", StringComparison.Ordinal))
                yield return $"asks for {id}, which is a tool of the build";
            else if (!VersionRange.TryParse(range, out var parsed) || parsed is not { HasLowerBound: true, IsFloating: false })
                yield return $"asks for {id} {range}, which says no least version";
            else if (parsed.MinVersion!.IsPrerelease && !NuGetVersion.Parse(terms.Version).IsPrerelease)
                yield return $"is stable and asks for {id} {range}, which is not";
        }
    }

    private static IEnumerable<string> Files(PackedPackage package, ContractTerms terms)
    {
        if (!terms.Approved.TryGetValue(package.Id, out var approved))
            return [$"has no approved list of files (build/approved/{package.Id}.txt)"];
        return package.Files.Except(approved).Select(f => $"holds {f}, which is not approved (build/approved/{package.Id}.txt)").Concat(approved.Except(package.Files).Select(f => $"lacks {f}"));
    }

    private static IEnumerable<string> Frameworks(PackedPackage package, ContractTerms terms) =>
        package.Files.Select(f => FrameworkFolder().Match(f)).Where(m => m.Success && m.Groups[2].Value != Framework).Select(m => m.Value)
            .Concat(package.All("dependencies").SelectMany(d => d.Elements()).Where(g => g.Name.LocalName != "group" || g.Attribute("targetFramework")?.Value != Framework).Select(g => g.Attribute("targetFramework")?.Value ?? "any framework"))
            .Distinct().Select(f => $"is made for {f}, and only {Framework} is intended");

    private static IEnumerable<string> Strangers(PackedPackage package, ContractTerms terms) =>
        // What a template makes has tests, as text.
        package.Kind == "Template"
            ? package.Files.Where(f => f.EndsWith(".dll", StringComparison.Ordinal)).Select(f => $"holds {f}, and a template has no assembly")
            : package.Files.Where(f => Stranger().IsMatch(f)).Select(f => $"holds {f}, which is of a test or a sample");

    private static IEnumerable<string> Templates(PackedPackage package, ContractTerms terms)
    {
        if (package.Kind != "Template")
            yield break;
        var templates = package.Files.Where(f => f.EndsWith("/.template.config/template.json", StringComparison.Ordinal)).ToArray();
        if (templates.Length == 0)
            yield return "has no template";
        foreach (var template in templates)
        {
            if ((string?)JsonNode.Parse(package.Content(template))?["symbols"]?["cks-version"]?["parameters"]?["value"] is var version && version != terms.Version)
                yield return $"has {template}, which makes projects with Cks {version}";
        }
    }

    private static IEnumerable<string> Documentation(PackedPackage package, ContractTerms terms) =>
        package.Kind == "Library" && !package.Text($"lib/{Framework}/{package.Id}.xml").Contains("<member name=\"T:", StringComparison.Ordinal) ? ["has no documentation of its members"] : [];

    private static IEnumerable<string> Sbom(PackedPackage package, ContractTerms terms)
    {
        if (package.Content(SbomStage.PathInPackage) is not { } document)
            return ["does not say what is in it (SPDX)"];
        if (SpdxCheck.Faults(document) is { Count: > 0 } faults)
            return faults.Select(f => $"has an SPDX document in which {f}");
        using var json = JsonDocument.Parse(document);
        var named = json.RootElement.GetProperty("packages").EnumerateArray().Select(p => p.GetProperty("name").GetString()!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return package.All("dependency").Select(d => d.Attribute("id")!.Value).Append(package.Id).Where(id => !named.Contains(id)).Select(id => $"has an SPDX document without {id}");
    }

    [GeneratedRegex(@"^(lib|ref|tools|contentFiles/\w+|build|buildTransitive)/(net[^/]*)/")]
    private static partial Regex FrameworkFolder();

    [GeneratedRegex(@"\.Tests?\.|\.Samples\.|xunit|CsCheck|Benchmark|TestPlatform", RegexOptions.IgnoreCase)]
    private static partial Regex Stranger();
}
