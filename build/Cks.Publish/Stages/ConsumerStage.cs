using System.Xml.Linq;

namespace Cks.Publish;

/// <summary>Restores the packages from the feed as a stranger would, and runs what was built with them.</summary>
internal sealed class ConsumerStage : IStage
{
    /// <summary>How long a feed may take to show what was pushed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public string Name => "consumer";

    public async Task<StageOutcome> RunAsync(Release release, CancellationToken cancellationToken)
    {
        if (release.Feed is not { } feed)
            return StageOutcome.Skipped("no feed to restore from");
        if (release.Request.IsDryRun)
            return StageOutcome.Skipped($"would restore {release.Version} from {feed.Address} and run it");
        if (!await IsShownAsync(release, feed, cancellationToken))
            return StageOutcome.Down($"{feed.Address} does not show the packages after {Patience.TotalMinutes} minutes");

        var folder = Path.Combine(release.Work, "consumer");
        Copy(Path.Combine(release.Source, "samples", "Cks.Samples.PackageConsumer"), folder);
        new XDocument(new XElement("configuration", new XElement("packageSources", new XElement(
            "add",
            new XAttribute("key", "cks"),
            new XAttribute("value", feed.Address),
            Feeds.IsLoopback(feed.Address) ? new XAttribute("allowInsecureConnections", "true") : null)))).Save(Path.Combine(folder, "nuget.config"));
        var run = await release.DotnetAsync(folder, ["run", "-c", "Release", $"-p:CksVersion=[{release.Version.ToNormalizedString()}]"], cancellationToken);
        if (run.Exit != 0)
            return StageOutcome.Of(run, "the consumer failed");
        foreach (var package in release.Packed)
        {
            var restored = Path.Combine(folder, "packages", package.Id.ToLowerInvariant(), release.Version.ToNormalizedString().ToLowerInvariant(), $"{package.Id}.{release.Version.ToNormalizedString()}.nupkg".ToLowerInvariant());
            if (File.Exists(restored) && !PackedPackage.SameContent(await File.ReadAllBytesAsync(restored, cancellationToken), await File.ReadAllBytesAsync(package.Path, cancellationToken)))
                return StageOutcome.Refused($"{package.Id} came from another feed than {feed.Address}");
        }

        return StageOutcome.Passed($"restored from {feed.Address} and run", run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => !l.StartsWith("Using launch settings", StringComparison.Ordinal)));
    }

    private static async Task<bool> IsShownAsync(Release release, IFeed feed, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        foreach (var package in release.Packed)
        {
            while (!(await feed.VersionsAsync(package.Id, cancellationToken)).Contains(release.Version))
            {
                if (TimeProvider.System.GetElapsedTime(since) > Patience)
                    return false;
                await Task.Delay(TimeSpan.FromSeconds(10), cancellationToken);
            }
        }

        return true;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
