namespace Cks.Publish.Tests;

/// <summary>
/// The packages as they would be published: made by the stages of the command from a clone of this checkout that has a remote and no tag.
/// Only what is committed is in a clone, so a change shows here after its commit.
/// </summary>
public sealed class PackedSuite : IAsyncLifetime
{
    /// <summary>The remote of the clone; nothing is ever sent there.</summary>
    public const string Remote = "https://github.com/example/cks.git";

    private readonly string _root = Directory.CreateTempSubdirectory("cks-pack-").FullName;
    private Release? _release;
    private string? _unavailable;

    /// <summary>The release up to its packing. Skips the test where there is no checkout to pack.</summary>
    internal Release Release
    {
        get
        {
            Assert.SkipWhen(_unavailable is not null, _unavailable ?? "");
            return _release!;
        }
    }

    internal ContractTerms Terms => ContractTerms.Of(Release);

    public async ValueTask InitializeAsync()
    {
        if (await Shell.GitAsync(Repository.Root, ["rev-parse", "HEAD"], default) is not { Exit: 0 })
        {
            _unavailable = "Packing needs git and a checkout of the repository.";
            return;
        }

        var clone = Path.Combine(_root, "clone");
        await TinyRepository.GitAsync(_root, "clone", "--quiet", "--shared", "--no-tags", Repository.Root, clone);
        await TinyRepository.GitAsync(clone, "remote", "set-url", "origin", Remote);
        _release = new Release(new(clone, Feed: null, IsDryRun: true, IsPreRelease: true, []));
        foreach (var stage in global::Cks.Publish.Release.Stages.TakeWhile(s => s is not ContractStage))
            if (await stage.RunAsync(_release, default) is { IsPassed: false } refused)
                throw new InvalidOperationException($"{stage.Name}: {refused.Summary}\n{string.Join('\n', refused.Details)}");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }
}
