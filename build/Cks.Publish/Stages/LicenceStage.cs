namespace Cks.Publish;

/// <summary>Refuses a dependency of what is published, at any distance, whose licence nobody agreed to.</summary>
internal sealed class LicenceStage : IStage
{
    public string Name => "licences";

    public Task<StageOutcome> RunAsync(Release release, CancellationToken cancellationToken)
    {
        var policy = LicencePolicy.Load(Path.Combine(release.Source, "build", "licences.json"));
        var faults = new SortedSet<string>(StringComparer.Ordinal);
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var assets in release.Projects.Select(release.Assets))
        {
            foreach (var dependency in assets.Dependencies.Where(d => !d.IsProject))
            {
                var licence = PackageLicence.Read(dependency);
                seen[dependency.ToString()] = licence.Text;
                if (!policy.Allows(dependency, licence))
                    faults.Add($"{string.Join(" -> ", assets.PathTo(dependency))}: {licence.Text}");
            }
        }

        return Task.FromResult(faults.Count > 0
            ? StageOutcome.Refused("a dependency has a licence that build/licences.json does not allow", faults)
            : StageOutcome.Passed($"{seen.Count} packages: {string.Join(", ", seen.Values.CountBy(l => l).OrderByDescending(c => c.Value).Select(c => $"{c.Value} {c.Key}"))}"));
    }
}
