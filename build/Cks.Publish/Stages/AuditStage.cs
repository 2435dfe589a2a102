using System.Text.RegularExpressions;
using System.Xml.Linq;
using NuGet.Configuration;

namespace Cks.Publish;

/// <summary>Restores everything that is published and refuses one that a feed knows to be vulnerable.</summary>
internal sealed partial class AuditStage : IStage
{
    public string Name => "audit";

    public async Task<StageOutcome> RunAsync(Release release, CancellationToken cancellationToken)
    {
        if (release.Request.AuditSources.Count > 0)
            Configuration(release.Request.AuditSources).Save(Path.Combine(release.Work, "nuget.config"));
        var knowing = await Vulnerabilities.SourcesAsync(Settings.LoadDefaultSettings(release.Source), cancellationToken);
        if (release.IsPublic && knowing.Count == 0)
            return StageOutcome.Refused("no source knows vulnerabilities: name one with --audit-source.");

        var restored = await release.DotnetAsync(
            release.Source, ["restore", release.Solution, "--no-http-cache", "-p:NuGetAudit=true", "-p:NuGetAuditMode=all", "-p:NuGetAuditLevel=low", "-p:WarningsNotAsErrors=NU1900"], cancellationToken);
        var advisories = Advisories().Matches(restored.Output).Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (advisories.Length > 0)
            return StageOutcome.Refused("a dependency is known to be vulnerable", advisories);
        if (restored.Exit != 0)
            return StageOutcome.Of(restored, "restore failed");
        if (Silent().Matches(restored.Output).Select(m => m.Groups[1].Value).Distinct().ToArray() is { Length: > 0 } silent)
            return release.IsPublic || release.Request.AuditSources.Count > 0
                ? StageOutcome.Down("a source of vulnerabilities does not answer", silent)
                : StageOutcome.Warned("restored, but a source of vulnerabilities does not answer", silent);
        return knowing.Count > 0
            ? StageOutcome.Passed($"no known vulnerability in {release.Projects.Count} projects, asked of {string.Join(", ", knowing)}")
            : StageOutcome.Warned("restored, but no source of this machine knows vulnerabilities (--audit-source names one)");
    }

    /// <summary>Stands above the clone, so it is added to what the machine has.</summary>
    private static XDocument Configuration(IReadOnlyList<string> sources) => new(new XElement(
        "configuration",
        new XElement("auditSources", sources.Select((s, i) => new XElement(
            "add",
            new XAttribute("key", $"audit{i}"),
            new XAttribute("value", s),
            Feeds.IsLoopback(s) ? new XAttribute("allowInsecureConnections", "true") : null)))));

    [GeneratedRegex(@"NU1900: (.+?)(?: \[[^\]]*\])?$", RegexOptions.Multiline)]
    private static partial Regex Silent();

    [GeneratedRegex(@"NU190[1-4]: (?:Warning As Error: )?(.+?)(?: \[[^\]]*\])?$", RegexOptions.Multiline)]
    private static partial Regex Advisories();
}
