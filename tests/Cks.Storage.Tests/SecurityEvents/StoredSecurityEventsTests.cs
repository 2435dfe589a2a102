using Cks.Core;
using Cks.QueryBuilder;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cks.Storage.Tests;

public abstract class StoredSecurityEventsTests(StorageFixture storage)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_reported_is_stored_before_the_host_has_ended()
    {
        var database = await storage.EmptyAsync();
        using var sink = new StoredSecurityEvents(database, TimeProvider.System, NullLogger<StoredSecurityEvents>.Instance);
        var events = new SecurityEvents([sink]);
        events.Report(SecurityEventKinds.GlassBroken, "before the start \0 \ud800 \\", "ann", "main");
        await sink.StartAsync(Token);
        for (var i = 0; i < 250; i++)
            events.Report(SecurityEventKinds.RevocationAdded, $"{i}");
        await sink.StoppedAsync(Token);

        var table = database.Tables.SecurityEvents;
        var rows = await database.Reads.ReadListAsync(
            Query.From(table.Table).Select(table.Kind, table.Severity, table.Subject, table.Tenant, table.Detail).OrderBy(table.At),
            r => (r.GetString(0), r.GetInt32(1), r.GetString(2), r.GetString(3), StorageText.Decode(r.GetString(4))), Token);
        Assert.Equal(251, rows.Count);
        Assert.Contains(("grants.glass_broken", (int)SecurityEventSeverity.Alert, "ann", "main", @"before the start \u0000 \ud800 \"), rows);
        Assert.Equal(Enumerable.Range(0, 250).Select(n => $"{n}").Order(), rows.Where(r => r.Item1 == "revocation.added").Select(r => r.Item5).Order());
        Assert.Throws<InvalidOperationException>(() => sink.Report(new(SecurityEventKinds.GlassBroken, DateTimeOffset.UnixEpoch)));
    }

    [Fact]
    public async Task An_outage_delays_events_and_stores_each_once()
    {
        var database = await storage.EmptyAsync();
        var table = new StorageNames(database.Dialect).Sql(SecurityEventTable.Name);
        using var sink = new StoredSecurityEvents(database, TimeProvider.System, NullLogger<StoredSecurityEvents>.Instance);
        await RevocationStoreTests.ExecuteAsync(database, $"ALTER TABLE {table} RENAME TO away");
        await sink.StartAsync(Token);
        sink.Report(new(SecurityEventKinds.GlassBroken, DateTimeOffset.UnixEpoch));
        await Task.Delay(200, Token);
        await RevocationStoreTests.ExecuteAsync(database, database.Dialect == StorageDialect.Postgres ? "ALTER TABLE cks.away RENAME TO security_events" : "ALTER TABLE away RENAME TO cks_security_events");
        await sink.StoppedAsync(Token);

        Assert.Equal(1L, await database.Reads.ReadFirstAsync(Query.From(database.Tables.SecurityEvents.Table).Count(), row => row.GetInt64(0), Token));
    }

    [Fact]
    public async Task S30_only_so_many_events_wait()
    {
        using var sink = new StoredSecurityEvents(await storage.EmptyAsync(), TimeProvider.System, NullLogger<StoredSecurityEvents>.Instance);
        for (var i = 0; i < StoredSecurityEvents.Capacity; i++)
            sink.Report(new(SecurityEventKinds.GlassBroken, DateTimeOffset.UnixEpoch));
        Assert.Throws<InvalidOperationException>(() => sink.Report(new(SecurityEventKinds.GlassBroken, DateTimeOffset.UnixEpoch)));
    }
}

public sealed class SqliteSecurityEventsTests(SqliteStorage storage) : StoredSecurityEventsTests(storage), IClassFixture<SqliteStorage>;

public sealed class PostgresSecurityEventsTests(PostgresStorage storage) : StoredSecurityEventsTests(storage), IClassFixture<PostgresStorage>;
