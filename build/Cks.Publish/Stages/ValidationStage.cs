using System.Text.RegularExpressions;
using System.Xml.Linq;
using NuGet.Versioning;

namespace Cks.Publish;

/// <summary>
/// Compares each package with the version before it on the feed, by the package validation of the SDK. What may break:
/// everything from one major version to the next, and in 0.x from one minor version to the next; nothing in a patch, and nothing in a minor version from 1.0 on.
/// A pre-release is held to the stable version before it; between two pre-releases everything may change.
/// </summary>
internal sealed partial class ValidationStage : IStage
{
    public string Name => "validation";

    public async Task<StageOutcome> RunAsync(Release release, CancellationToken cancellationToken)
    {
        if (release.Feed is not { } feed)
            return StageOutcome.Skipped("no feed to compare with");
        var baselines = new List<(string Id, NuGetVersion Version, string Path)>();
        var folder = Directory.CreateDirectory(Path.Combine(release.Work, "baseline")).FullName;
        foreach (var package in release.Packed.Where(p => p.Kind == "Library"))
        {
            if (Baseline(await feed.VersionsAsync(package.Id, cancellationToken), release.Version) is not { } version)
                continue;
            var path = Path.Combine(folder, $"{package.Id}.{version.ToNormalizedString()}.nupkg");
            await File.WriteAllBytesAsync(path, await feed.ReadAsync(package.Id, version, cancellationToken), cancellationToken);
            baselines.Add((package.Id, version, path));
        }

        if (baselines.Count == 0)
            return StageOutcome.Skipped("no stable version before this one is on the feed");
        return await CompareAsync(release, baselines, cancellationToken);
    }

    /// <summary>The version to be compared with: the highest stable one below.</summary>
    public static NuGetVersion? Baseline(IEnumerable<NuGetVersion> versions, NuGetVersion version) => versions.Where(v => !v.IsPrerelease && v < version).Max();

    /// <summary>Whether members may go from one version to the next.</summary>
    public static bool MayBreak(NuGetVersion before, NuGetVersion version) => version.Major != before.Major || (version.Major == 0 && version.Minor != before.Minor);

    private static async Task<StageOutcome> CompareAsync(Release release, IReadOnlyList<(string Id, NuGetVersion Version, string Path)> baselines, CancellationToken cancellationToken)
    {
        var file = Path.Combine(release.Work, "baselines.props");
        await File.WriteAllTextAsync(file, new XElement("Project", baselines.Select(b => new XElement(
            "PropertyGroup",
            new XAttribute("Condition", $"'$(MSBuildProjectName)' == '{b.Id}'"),
            new XElement("EnablePackageValidation", "true"),
            new XElement("PackageValidationBaselineVersion", b.Version.ToNormalizedString()),
            new XElement("PackageValidationBaselinePath", b.Path)))).ToString(), cancellationToken);
        var compared = await release.DotnetAsync(
            release.Source,
            ["pack", release.Solution, "--no-build", "--no-restore", "-c", "Release", "-o", Path.Combine(release.Work, "validated"), "-nologo", "-v", "q", $"-p:CksBaselines={file}", $"-p:CksSbomFolder={release.Sboms}"],
            cancellationToken);
        var breaks = Breaks().Matches(compared.Output).Select(m => m.Groups[1].Value.Trim()).Distinct().Order(StringComparer.Ordinal).ToArray();
        var before = baselines.Max(b => b.Version)!;
        if (breaks.Length > 0 && baselines.All(b => MayBreak(b.Version, release.Version)))
            return StageOutcome.Passed($"{breaks.Length} breaking changes since {before}, which {release.Version} may make", breaks);
        if (breaks.Length > 0)
            return StageOutcome.Refused($"{release.Version} breaks what {before} promised", breaks);
        return compared.Exit == 0 ? StageOutcome.Passed($"{baselines.Count} packages keep what {before} promised") : StageOutcome.Of(compared, "package validation failed");
    }

    [GeneratedRegex(@"(?:CP|PKV)\d{3,4}: (.+?)(?: \[[^\[\]]*proj[^\[\]]*\])?$", RegexOptions.Multiline)]
    private static partial Regex Breaks();
}
