using NuGet.Versioning;

namespace Cks.Publish;

/// <summary>Asks MinVer for the version, and holds it against the tag.</summary>
internal sealed class VersionStage : IStage
{
    public string Name => "version";

    public async Task<StageOutcome> RunAsync(Release release, CancellationToken cancellationToken)
    {
        var asked = await release.DotnetAsync(release.Source, ["msbuild", release.Projects[0], "-nologo", "-t:MinVer", "-getProperty:MinVerVersion"], cancellationToken);
        if (asked.Exit != 0 || !NuGetVersion.TryParse(asked.Text.Trim(), out var version))
            return StageOutcome.Of(asked, "MinVer gives no version");
        release.Version = version;
        if (release.Tag is { } tag && version != tag)
            return StageOutcome.Refused($"the tag says {tag} and MinVer {version}.");
        return version.IsPrerelease == release.Request.IsPreRelease
            ? StageOutcome.Passed(version.ToNormalizedString())
            : StageOutcome.Refused($"{version} is {(version.IsPrerelease ? "a" : "no")} pre-release.");
    }
}
