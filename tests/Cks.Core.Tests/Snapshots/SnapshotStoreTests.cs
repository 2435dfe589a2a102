using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Core.Tests;

public sealed class SnapshotStoreTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nothing_is_in_use_before_the_first_load()
    {
        var store = new SnapshotStore<string>();

        Assert.False(store.IsLoaded);
        Assert.Throws<InvalidOperationException>(() => store.Current);
    }

    [Fact]
    public void A_refused_first_document_leaves_nothing_in_use()
    {
        var store = new SnapshotStore<string>();

        Assert.False(store.TryActivate(Refused(), "x"u8, out var active));
        Assert.Null(active);
        Assert.False(store.IsLoaded);
    }

    [Fact]
    public void A_loaded_document_comes_into_use_with_version_hash_and_time()
    {
        var store = new SnapshotStore<string>(new FakeTimeProvider(Noon));

        Assert.True(store.TryActivate(Loaded("one"), "abc"u8, out var active));

        Assert.Same(active, store.Current);
        Assert.Equal("one", active.Value);
        Assert.Equal("v1-ba7816bf", active.Version.ToString());
        Assert.Equal(Noon, active.ActivatedAt);
    }

    [Fact]
    public void A_refused_document_never_replaces_a_good_one()
    {
        var operations = Gen.Select(Gen.Bool, Gen.Byte).Array[0, 40];
        operations.Sample(steps =>
        {
            var store = new SnapshotStore<string>();
            string? expected = null;
            var sequence = 0L;
            foreach (var (good, content) in steps)
            {
                var value = content.ToString(System.Globalization.CultureInfo.InvariantCulture);
                var used = store.TryActivate(good ? Loaded(value) : Refused(), [content], out var active);
                (expected, sequence) = good ? (value, sequence + 1) : (expected, sequence);
                if (used != good || active?.Value != expected || (active?.Version.Sequence ?? 0) != sequence || store.IsLoaded != expected is not null)
                    return false;
            }

            return true;
        }, iter: 1_000);
    }

    [Fact]
    public async Task Readers_see_whole_revisions_in_order_while_writers_swap()
    {
        var store = new SnapshotStore<string>();
        store.TryActivate(Loaded("0"), "0"u8, out _);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            var last = 0L;
            do
            {
                var seen = store.Current;
                Assert.True(seen.Version.Sequence >= last);
                Assert.Equal(SnapshotVersion.Of(seen.Version.Sequence, System.Text.Encoding.UTF8.GetBytes(seen.Value)), seen.Version);
                last = seen.Version.Sequence;
            }
            while (!stop.IsCancellationRequested);
            return last;
        })).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 2).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                var value = $"{writer}-{i}";
                store.TryActivate(Loaded(value), System.Text.Encoding.UTF8.GetBytes(value), out _);
            }
        })));
        await stop.CancelAsync();
        await Task.WhenAll(readers);

        Assert.Equal(4_001, store.Current.Version.Sequence);
    }

    private static LoadResult<string> Loaded(string value) => LoadResult<string>.From(value, new DiagnosticBag());

    private static LoadResult<string> Refused()
    {
        var bag = new DiagnosticBag();
        bag.Add(CksCodes.NotJson, SourceLocation.Whole("x"), "Broken.");
        return LoadResult<string>.From("never", bag);
    }
}
