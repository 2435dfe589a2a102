namespace Cks.Publish;

/// <summary>Asks the feed what it has, before anything is built for it.</summary>
internal sealed class FeedStage : IStage
{
    public string Name => "feed";

    public async Task<StageOutcome> RunAsync(Release release, CancellationToken cancellationToken)
    {
        if (release.Feed is not { } feed)
            return StageOutcome.Skipped("none was named: everything is checked, nothing is pushed");
        var known = 0;
        foreach (var project in release.Projects)
            known += (await feed.VersionsAsync(Path.GetFileNameWithoutExtension(project), cancellationToken)).Count > 0 ? 1 : 0;
        return StageOutcome.Passed($"{feed.Address} knows {known} of {release.Projects.Count} packages");
    }
}
