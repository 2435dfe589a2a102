using System.Text;
using Cks.Tests;

namespace Cks.Core.Tests;

public sealed class RevisionSourceTests
{
    private static readonly RevisionAuthor Ann = new("", "ann");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_snapshot_says_which_revision_it_is_and_whose()
    {
        var store = new InMemoryRevisionStore();
        Assert.Equal(CksCodes.DocumentMissing, Assert.Throws<CksConfigurationException>(() => Start(store)).Diagnostics[0].Code);
        await AddAsync(store, 1, "one");
        var loader = Start(store);
        Assert.Equal(("one", 1L, "ann", "because 1"), (loader.Store.Current.Value, loader.Store.Current.Provenance.Revision!.Value, loader.Store.Current.Provenance.Author, loader.Store.Current.Provenance.Reason));

        await AddAsync(store, 2, "two");
        await AddAsync(store, 3, "one");
        Assert.True(loader.Reload().IsActivated);
        Assert.Equal(3, loader.Store.Current.Provenance.Revision);
        Assert.Equal(loader.Store.Revisions[^1].Version.Hash, loader.Store.Current.Version.Hash);
        var current = loader.Store.Current;
        loader.Reload();
        Assert.Same(current, loader.Store.Current);
    }

    [Fact]
    public async Task A_broken_revision_never_replaces_a_good_one()
    {
        var store = new InMemoryRevisionStore();
        await AddAsync(store, 1, "one");
        var loader = Start(store);
        await AddAsync(store, 2, "bad");
        Assert.False(loader.Reload().IsActivated);
        Assert.Equal("one", loader.Store.Current.Value);
        Assert.Throws<CksConfigurationException>(() => Start(store));
    }

    [Fact]
    public async Task S26_a_store_that_went_back_is_not_believed()
    {
        var store = new Switched();
        await AddAsync(store.Now, 1, "one");
        await AddAsync(store.Now, 2, "two");
        var loader = Start(store);
        store.Now = new();
        Assert.Throws<InvalidOperationException>(() => loader.Reload());
        await AddAsync(store.Now, 1, "older");
        Assert.Throws<InvalidOperationException>(() => loader.Reload());
        Assert.Equal("two", loader.Store.Current.Value);
        await AddAsync(store.Now, 2, "again");
        loader.Reload();
        Assert.Equal("again", loader.Store.Current.Value);
    }

    [Fact]
    public async Task S26_a_store_that_went_back_is_not_believed_after_a_restart_either()
    {
        using var folder = new TemporaryFolder();
        SnapshotFile Copy() => new(Path.Combine(folder.Root, "words.cks"), "words", new(new byte[32]));
        var store = new Switched();
        await AddAsync(store.Now, 1, "one");
        await AddAsync(store.Now, 2, "two");
        await AddAsync(store.Now, 3, "three");
        Assert.Equal("three", Start(store, Copy()).Store.Current.Value);

        store.Now = new();
        await AddAsync(store.Now, 1, "one");
        await AddAsync(store.Now, 2, "two");
        for (var start = 0; start < 2; start++)
        {
            var again = Start(store, Copy());
            Assert.Equal(("three", SnapshotOrigin.LastKnownGood), (again.Store.Current.Value, again.Store.Current.Provenance.Origin));
            Assert.Throws<InvalidOperationException>(() => again.Reload());
        }

        await AddAsync(store.Now, 3, "caught up");
        Assert.Equal("caught up", Start(store, Copy()).Store.Current.Value);
        // Who keeps no copy remembers nothing.
        store.Now = new();
        await AddAsync(store.Now, 1, "one");
        Assert.Equal("one", Start(store).Store.Current.Value);
    }

    private static SnapshotLoader<string> Start(IRevisionStore store, SnapshotFile? copy = null) => SnapshotLoader<string>.Start(SnapshotSource<string>.Revisions(store, "words", Documents.Read), copy);

    private static async Task AddAsync(IRevisionStore store, long sequence, string text) => await store.ChangeAsync(
        "words", _ => RevisionChange.Add(new("words", sequence, Encoding.UTF8.GetBytes(text), Ann, DateTimeOffset.UnixEpoch) { Reason = $"because {sequence}" }), Token);

    private sealed class Switched : IRevisionStore
    {
        public InMemoryRevisionStore Now { get; set; } = new();

        public ValueTask<RevisionHead> HeadAsync(string document, CancellationToken cancellationToken = default) => Now.HeadAsync(document, cancellationToken);

        public IAsyncEnumerable<Revision> HistoryAsync(string document, CancellationToken cancellationToken = default) => Now.HistoryAsync(document, cancellationToken);

        public ValueTask ChangeAsync(string document, Func<RevisionHead, RevisionChange?> decide, CancellationToken cancellationToken = default) => Now.ChangeAsync(document, decide, cancellationToken);
    }
}
