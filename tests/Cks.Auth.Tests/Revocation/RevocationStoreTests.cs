using Cks.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

/// <summary>What every store must do: the one in memory, and one over a database.</summary>
public sealed class RevocationStoreTests : IDisposable
{
    private const string Issuer = "https://login.example";
    private static readonly DateTimeOffset Noon = AuthHost.Start;
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Noon);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Entries_come_back_in_their_order_and_after_a_sequence(bool database)
    {
        var store = Store(database);
        await store.AppendAsync([Entry(RevocationKind.SessionEnded, "s1"), Entry(RevocationKind.TokenRevoked, "t1")], null, Cancel);
        await store.AppendAsync([Entry(RevocationKind.SubjectBarred, "u1", null)], null, Cancel);
        var all = await store.ReadAsync(0, Cancel);
        Assert.Equal(["s1", "t1", "u1"], all.Entries.Select(e => e.Revocation.Id));
        Assert.Equal(all.Entries.Select(e => e.Sequence).Order(), all.Entries.Select(e => e.Sequence));
        Assert.Equal(all.Entries[^1].Sequence, all.LastSequence);
        Assert.Equal(Entry(RevocationKind.SubjectBarred, "u1", null), Assert.Single((await store.ReadAsync(all.Entries[1].Sequence, Cancel)).Entries).Revocation);
        Assert.Empty((await store.ReadAsync(all.LastSequence, Cancel)).Entries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task S27_A_webhook_that_came_before_adds_nothing(bool database)
    {
        var store = Store(database);
        Assert.Equal(new(false, false, false), await store.AppendAsync([Entry(RevocationKind.SessionEnded, "s1")], Delivery("m1"), Cancel));
        Assert.Equal(new(true, false, false), await store.AppendAsync([Entry(RevocationKind.SessionEnded, "s2")], Delivery("m1"), Cancel));
        await store.CompleteAsync(Issuer, "m1", Cancel);
        Assert.Equal(new(true, true, false), await store.AppendAsync([Entry(RevocationKind.SessionEnded, "s3")], Delivery("m1"), Cancel));
        Assert.Equal(["s1"], (await store.ReadAsync(0, Cancel)).Entries.Select(e => e.Revocation.Id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task S02_The_same_id_of_another_issuer_is_another_webhook(bool database)
    {
        var store = Store(database);
        await store.AppendAsync([], Delivery("m1"), Cancel);
        Assert.False((await store.AppendAsync([], Delivery("m1") with { Issuer = "https://other.example" }, Cancel)).IsRepeated);
        await store.CompleteAsync("https://other.example", "m1", Cancel);
        Assert.False((await store.AppendAsync([], Delivery("m1"), Cancel)).IsHandled);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_older_record_of_an_object_is_stale_and_does_not_become_the_last(bool database)
    {
        var store = Store(database);
        WebhookDelivery Of(string id, int seconds, string about = "user_1") => Delivery(id) with { ObjectId = about, ObjectAt = Noon.AddSeconds(seconds) };
        Assert.False((await store.AppendAsync([], Of("m1", 20), Cancel)).IsStale);
        Assert.True((await store.AppendAsync([], Of("m2", 10), Cancel)).IsStale);
        Assert.True((await store.AppendAsync([], Of("m3", 19), Cancel)).IsStale);
        Assert.False((await store.AppendAsync([], Of("m4", 20), Cancel)).IsStale);
        Assert.False((await store.AppendAsync([], Of("m5", 10, "user_2"), Cancel)).IsStale);
        Assert.False((await store.AppendAsync([], Of("m6", 0, ""), Cancel)).IsStale);
        Assert.True((await store.AppendAsync([], Of("m2", 10), Cancel)).IsStale);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_lifted_is_dropped(bool database)
    {
        var store = Store(database);
        Revocation At(RevocationKind kind, int seconds, string id = "u1") => new(kind, Issuer, id, Noon.AddSeconds(seconds), null);
        await store.AppendAsync([At(RevocationKind.SubjectBarred, 0), At(RevocationKind.SubjectBarredByProvider, 0), At(RevocationKind.SubjectBarredByProvider, 9)], null, Cancel);
        await store.AppendAsync([At(RevocationKind.SubjectBarred, 0, "u2"), At(RevocationKind.SubjectDeleted, 0), At(RevocationKind.SubjectLiftedByProvider, 9)], null, Cancel);
        Assert.Equal(
            ["SubjectBarred u1", "SubjectBarredByProvider u1", "SubjectBarred u2", "SubjectDeleted u1", "SubjectLiftedByProvider u1"],
            (await store.ReadAsync(0, Cancel)).Entries.Select(e => $"{e.Revocation.Kind} {e.Revocation.Id}"));
        await store.AppendAsync([At(RevocationKind.SubjectLifted, 1)], null, Cancel);
        Assert.Equal(
            ["SubjectBarred u2", "SubjectDeleted u1", "SubjectLiftedByProvider u1", "SubjectLifted u1"],
            (await store.ReadAsync(0, Cancel)).Entries.Select(e => $"{e.Revocation.Kind} {e.Revocation.Id}"));
    }

    [Fact]
    public async Task S27_An_append_that_fails_half_way_leaves_neither_effect_nor_webhook()
    {
        var store = Store(database: true);
        var broken = Entry(RevocationKind.SessionEnded, "s2") with { Issuer = "" };
        await Assert.ThrowsAsync<SqliteException>(() => store.AppendAsync([Entry(RevocationKind.SessionEnded, "s1"), broken], Delivery("m1"), Cancel).AsTask());
        Assert.Empty((await store.ReadAsync(0, Cancel)).Entries);
        Assert.False((await store.AppendAsync([Entry(RevocationKind.SessionEnded, "s1")], Delivery("m1"), Cancel)).IsRepeated);
    }

    [Fact]
    public async Task In_memory_what_has_expired_is_dropped()
    {
        var store = Store(database: false);
        await store.AppendAsync([Entry(RevocationKind.SessionEnded, "s1")], Delivery("m1") with { ObjectId = "user_1", ObjectAt = Noon }, Cancel);
        _time.Advance(TimeSpan.FromDays(8));
        Assert.False((await store.AppendAsync([], Delivery("m1"), Cancel)).IsRepeated);
        var page = await store.ReadAsync(0, Cancel);
        Assert.Equal((0, 1L), (page.Entries.Count, page.LastSequence));
        Assert.Equal(1, ((InMemoryRevocationStore)store).Count);
    }

    [Fact]
    public void What_is_stored_names_nobody_by_accident() => Assert.Equal("SessionEnded", Entry(RevocationKind.SessionEnded, "secret").ToString());

    private IRevocationStore Store(bool database) => database ? new SqliteRevocationStore(Path.Combine(_folder.Root, "revocations.db")) : new InMemoryRevocationStore(_time);

    private static Revocation Entry(RevocationKind kind, string id) => Entry(kind, id, Noon.AddDays(7));

    private static Revocation Entry(RevocationKind kind, string id, DateTimeOffset? expires) => new(kind, Issuer, id, Noon, expires);

    private static WebhookDelivery Delivery(string id) => new(Issuer, id, Noon.AddDays(3));
}
