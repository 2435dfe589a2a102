using NuGet.Versioning;

namespace Cks.Publish;

/// <summary>One release on its way: what was asked, and what the stages found out so far.</summary>
internal sealed class Release(PublishRequest request)
{
    /// <summary>The stages in their order: what refuses soonest and costs least stands first, and the feed is touched last.</summary>
    public static IReadOnlyList<IStage> Stages { get; } =
    [
        new SourceStage(), new FeedStage(), new AuditStage(), new LicenceStage(), new VersionStage(), new ApiDiffStage(), new SbomStage(), new PackStage(),
        new ContractStage(), new ValidationStage(), new PushStage(), new ConsumerStage(),
    ];

    public PublishRequest Request { get; } = request;

    /// <summary>Where everything is made: nothing outside it changes but the feed.</summary>
    public string Work { get; } = Path.Combine(request.Root, "artifacts", "publish");

    /// <summary>A clone of the commit: what is not committed cannot get into a package.</summary>
    public string Source => Path.Combine(Work, "source");

    public string Packages => Path.Combine(Work, "packages");

    public string Sboms => Path.Combine(Work, "sbom");

    public IFeed? Feed { get; } = request.Feed is null ? null : Feeds.Open(request.Feed, request.Root);

    /// <summary>Whether strangers will restore from the feed. A folder is also for trying: what a clone on one machine cannot know (an address of the repository, advisories) is then said and not refused.</summary>
    public bool IsPublic => Feed is { IsFolder: false };

    /// <summary>Set by <see cref="SourceStage"/>.</summary>
    public string Commit { get; set; } = "";

    /// <summary>Seconds since 1970 of the commit: the one time that is in a package.</summary>
    public long CommitTime { get; set; }

    /// <summary>Address of the repository, or <see langword="null"/> when the checkout has a remote that nobody else reaches.</summary>
    public string? RepositoryUrl { get; set; }

    /// <summary>The highest version tag on the commit.</summary>
    public NuGetVersion? Tag { get; set; }

    /// <summary>Set by <see cref="VersionStage"/>.</summary>
    public NuGetVersion Version { get; set; } = new(0, 0, 0);

    /// <summary>Set by <see cref="PackStage"/>.</summary>
    public IReadOnlyList<PackedPackage> Packed { get; set; } = [];

    /// <summary>What is published: the projects of <c>src</c> and, where there are any, of <c>templates</c>, by path in the clone. A project that only travels in the package of another is not.</summary>
    public IReadOnlyList<string> Projects =>
    [
        .. new[] { "src", "templates" }.Select(f => Path.Combine(Source, f)).Where(Directory.Exists)
            .SelectMany(Directory.GetDirectories).SelectMany(d => Directory.GetFiles(d, "*.csproj")).Where(IsPublished).Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether a project makes a package of its own.</summary>
    public static bool IsPublished(string project) => !File.ReadAllText(project).Contains("<IsPackable>false</IsPackable>", StringComparison.Ordinal);

    /// <summary>A solution of <see cref="Projects"/> and nothing else.</summary>
    public string Solution => Path.Combine(Work, "packages.slnx");

    /// <summary>The dependencies of a project, as restored.</summary>
    public AssetsFile Assets(string project) => AssetsFile.Load(Path.Combine(Source, "artifacts", "obj", Path.GetFileNameWithoutExtension(project), "project.assets.json"));

    /// <summary>Runs dotnet in the clone, with nothing of this machine's settings that could get into a package.</summary>
    public Task<ProcessResult> DotnetAsync(string folder, string[] args, CancellationToken cancellationToken) =>
        Shell.RunAsync(Shell.Dotnet, folder, args, new() { ["CI"] = "true", ["SOURCE_DATE_EPOCH"] = CommitTime.ToString(System.Globalization.CultureInfo.InvariantCulture), ["MSBUILDDISABLENODEREUSE"] = "1" }, cancellationToken);

    /// <summary>Runs stages until one refuses.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(PublishRequest request, IReadOnlyList<IStage> stages, TextWriter output, CancellationToken cancellationToken)
    {
        var release = new Release(request);
        foreach (var stage in stages)
        {
            var outcome = await stage.RunAsync(release, cancellationToken);
            await output.WriteLineAsync($"{outcome.Word,-7} {stage.Name,-12} {outcome.Summary}");
            foreach (var line in outcome.Details)
                await output.WriteLineAsync($"        {line}");
            await output.FlushAsync(cancellationToken);
            if (!outcome.IsPassed)
                return outcome.Exit;
        }

        foreach (var line in Checklist.Of(release))
            await output.WriteLineAsync(line);
        return ExitCode.Fine;
    }
}
