namespace Cks.Publish;

/// <summary>Puts the packages on the feed: all of them or, if one is there with another content, none.</summary>
internal sealed class PushStage : IStage
{
    public string Name => "push";

    public async Task<StageOutcome> RunAsync(Release release, CancellationToken cancellationToken)
    {
        if (release.Feed is not { } feed)
            return StageOutcome.Skipped("no feed was named");
        var (missing, different) = (new List<PackedPackage>(), new List<string>());
        foreach (var package in release.Packed)
        {
            if (!(await feed.VersionsAsync(package.Id, cancellationToken)).Contains(release.Version))
                missing.Add(package);
            else if (!PackedPackage.SameContent(await feed.ReadAsync(package.Id, release.Version, cancellationToken), await File.ReadAllBytesAsync(package.Path, cancellationToken)))
                different.Add($"{package.Id} {release.Version}");
        }

        if (different.Count > 0)
            return StageOutcome.Refused("the feed has this version with another content, and a version never changes", different);
        var present = release.Packed.Count - missing.Count;
        if (release.Request.IsDryRun)
            return StageOutcome.Skipped($"would push {missing.Count} packages to {feed.Address}; {present} are there already with this content");
        foreach (var package in missing)
            await feed.PushAsync(package, cancellationToken);
        return StageOutcome.Passed($"{missing.Count} packages pushed to {feed.Address}; {present} were there already with this content");
    }
}
