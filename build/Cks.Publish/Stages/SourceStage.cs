using System.Globalization;
using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace Cks.Publish;

/// <summary>Holds the checkout to be what it says: a whole, clean one, of a commit with a version tag. Clones that commit, so that nothing else is built.</summary>
internal sealed partial class SourceStage : IStage
{
    public string Name => "source";

    public async Task<StageOutcome> RunAsync(Release release, CancellationToken cancellationToken)
    {
        var root = release.Request.Root;
        if (await Shell.GitAsync(root, ["rev-parse", "HEAD"], cancellationToken) is not { Exit: 0, Text: var commit })
            return StageOutcome.WrongUse($"{root} is not a git checkout with a commit.");
        release.Commit = commit.Trim();
        if ((await GitAsync(root, ["rev-parse", "--is-shallow-repository"], cancellationToken)).Trim() == "true")
            return StageOutcome.Refused("the clone is shallow: versions come from the whole history (git fetch --unshallow).");
        if (Dirty(await GitAsync(root, ["status", "--porcelain=v1", "-z", "--untracked-files=all"], cancellationToken), release) is { Length: > 0 } dirty)
            return StageOutcome.Refused("the tree is dirty: commit or remove", dirty.Take(20));

        release.CommitTime = long.Parse(await GitAsync(root, ["log", "-1", "--format=%ct"], cancellationToken), CultureInfo.InvariantCulture);
        release.Tag = Versions(await GitAsync(root, ["tag", "--points-at", "HEAD"], cancellationToken)).Max();
        if (!release.Request.IsPreRelease && release.Tag is not { IsPrerelease: false })
            return StageOutcome.Refused($"HEAD has no tag vX.Y.Z{(release.Tag is { } tag ? $" (but v{tag})" : "")}: tag it, or use --pre-release.");
        if (release.Request.IsPreRelease && release.Tag is { IsPrerelease: false })
            return StageOutcome.Refused($"HEAD is tagged v{release.Tag}, which is no pre-release: leave --pre-release out.");

        release.RepositoryUrl = PublicAddress((await Shell.GitAsync(root, ["remote", "get-url", "origin"], cancellationToken)).Text.Trim());
        if (release.IsPublic && release.RepositoryUrl is null)
            return StageOutcome.Refused("origin is no https address: the packages would name no repository and symbols would lead nowhere (git remote set-url origin https://...).");
        await CloneAsync(release, cancellationToken);
        var what = $"{release.Commit[..12]}{(release.Tag is null ? "" : $" v{release.Tag}")}, clean";
        return release.RepositoryUrl is null ? StageOutcome.Warned($"{what}; origin is no https address, so the packages name no repository") : StageOutcome.Passed(what);
    }

    /// <summary>The versions among the tags: <c>v1.2.3</c>, <c>v1.2.3-alpha.1</c>.</summary>
    public static IEnumerable<NuGetVersion> Versions(string tags) =>
        tags.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(t => t.StartsWith('v')).Select(t => NuGetVersion.TryParseStrict(t[1..], out var version) ? version : null).OfType<NuGetVersion>();

    /// <summary>Where everybody finds what a remote leads to: an https address without a name or a password, or <see langword="null"/>.</summary>
    public static string? PublicAddress(string remote)
    {
        // git@host:owner/name.git is no address, but means one.
        if (Uri.TryCreate(ShortForm().Replace(remote, "ssh://$1/$2"), UriKind.Absolute, out var address) && address.Scheme is ("https" or "ssh"))
            return $"https://{address.Host}{(address is { Scheme: "https", IsDefaultPort: false } ? $":{address.Port}" : "")}{address.AbsolutePath}";
        return null;
    }

    /// <summary>Files that are in no commit, but for packages in the feed's own folder.</summary>
    private static string[] Dirty(string status, Release release)
    {
        var feed = release.Feed is { IsFolder: true } folder ? folder.Address + Path.DirectorySeparatorChar : null;
        return [.. status.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(line => !(line.StartsWith("?? ", StringComparison.Ordinal) && IsOfFeed(line[3..])))];

        bool IsOfFeed(string path) =>
            feed is not null && Path.GetFullPath(Path.Combine(release.Request.Root, path)).StartsWith(feed, StringComparison.Ordinal) && IFeed.Extensions.Any(e => path.EndsWith(e, StringComparison.Ordinal));
    }

    private static async Task CloneAsync(Release release, CancellationToken cancellationToken)
    {
        if (Directory.Exists(release.Work))
            Delete(release.Work);
        Directory.CreateDirectory(release.Work);
        await GitAsync(release.Work, ["clone", "--quiet", "--shared", "--no-checkout", release.Request.Root, release.Source], cancellationToken);
        await GitAsync(release.Source, ["checkout", "--quiet", "--detach", release.Commit], cancellationToken);
        // Without a remote there is no repository in the packages, rather than a folder of this machine.
        if (release.RepositoryUrl is { } url)
            await GitAsync(release.Source, ["remote", "set-url", "origin", url], cancellationToken);
        else
            await GitAsync(release.Source, ["remote", "remove", "origin"], cancellationToken);
        await File.WriteAllTextAsync(
            release.Solution,
            $"<Solution>\n{string.Concat(release.Projects.Select(p => $"  <Project Path=\"{Path.GetRelativePath(release.Work, p).Replace('\\', '/')}\" />\n"))}</Solution>\n",
            cancellationToken);
    }

    private static void Delete(string folder)
    {
        // git writes its objects read-only, which Windows refuses to delete.
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> GitAsync(string folder, string[] args, CancellationToken cancellationToken) =>
        await Shell.GitAsync(folder, args, cancellationToken) is { Exit: 0 } result ? result.Text : throw new IOException($"git {args[0]} failed in {folder}.");

    [GeneratedRegex(@"^[\w.-]+@([\w.-]+):(?!/)(.+)$")]
    private static partial Regex ShortForm();
}
