using System.Diagnostics;
using System.Globalization;
using Cks.Auth;
using Npgsql;

namespace Cks.Storage.Tests;

/// <summary>Property 5 (write safety): whatever a killed process was doing, what it was told is done is there, and nothing is there in part. <c>CKS_STORAGE_KILLS=20</c> kills more often.</summary>
public abstract class KilledWriterTests(StorageFixture storage)
{
    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("CKS_STORAGE_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var kills) ? kills : 2;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task S27_S29_nothing_acknowledged_is_lost_and_nothing_is_half_written()
    {
        var database = await storage.EmptyAsync();
        var acknowledged = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < Kills; round++)
        {
            var said = await KillAsync(database, round, after: 5 + (round * 7 % 40));
            Assert.NotEmpty(said);
            await EndedAsync(database);
            acknowledged.UnionWith(said);
            await CheckAsync(database, acknowledged);
        }
    }

    private protected abstract Task<string> ConnectionAsync(StorageDatabase database);

    /// <summary>Waits until nothing that the writer sent is under way.</summary>
    private protected abstract Task EndedAsync(StorageDatabase database);

    /// <summary>Starts a writer, kills it after so many acknowledgements, and says which it had.</summary>
    private async Task<List<string>> KillAsync(StorageDatabase database, int round, int after)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["--filter-class", typeof(WritingChild).FullName!, "--no-progress", "--no-ansi"]) { RedirectStandardOutput = true };
        start.Environment[WritingChild.Variable] = $"{round}\n{(database.Dialect == StorageDialect.Sqlite ? "sqlite" : "postgres")}\n{await ConnectionAsync(database)}";
        using var child = Process.Start(start)!;
        try
        {
            var said = new List<string>();
            while (said.Count < after)
            {
                var line = await child.StandardOutput.ReadLineAsync(Token) ?? throw new InvalidOperationException("The writer has ended by itself.");
                if (IsAcknowledgement(line))
                    said.Add(line);
            }

            child.Kill();
            // What it had said by then counts as well, but for a line that is not whole.
            var rest = await child.StandardOutput.ReadToEndAsync(Token);
            said.AddRange(rest[..(rest.LastIndexOf('\n') + 1)].Split('\n').Where(IsAcknowledgement));
            return said;
        }
        finally
        {
            if (!child.HasExited)
                child.Kill();
            await child.WaitForExitAsync(CancellationToken.None);
        }
    }

    // The test platform says something as well.
    private static bool IsAcknowledgement(string line) => Array.Exists(["revoked ", "granted ", "used ", "ended ", "keyed "], verb => line.StartsWith(verb, StringComparison.Ordinal));

    private static async Task CheckAsync(StorageDatabase database, HashSet<string> acknowledged)
    {
        var (revocations, grants) = (new StoredRevocations(database, TimeProvider.System), new StoredGrantLedger(database, TimeProvider.System));
        var page = await revocations.ReadAsync(0, Token);
        Assert.Equal(page.Entries[^1].Sequence, page.LastSequence);
        var sessions = page.Entries.GroupBy(e => e.Revocation.Id[..^2]).ToDictionary(g => g.Key, g => g.Count());
        Assert.All(sessions.Values, count => Assert.Equal(2, count));
        var tables = database.Tables.Revocations;
        var webhooks = await database.Reads.ReadListAsync(QueryBuilder.Query.From(tables.Delivery).Select(tables.DeliveryId), row => row.GetString(0), Token);
        Assert.Equal(sessions.Keys.Order(StringComparer.Ordinal), webhooks.Order(StringComparer.Ordinal));
        Assert.Empty(Of("revoked").Except(sessions.Keys));

        var history = new List<string>();
        await foreach (var record in grants.HistoryAsync(WritingChild.Tenant, Token))
        {
            Assert.Equal(2, record.Grants.Count);
            history.Add(record.Reason);
        }

        var held = new List<string>();
        await foreach (var grant in grants.InAsync(WritingChild.Tenant, Token))
            held.Add(grant.SubjectId);
        Assert.Equal(history.SelectMany(name => new[] { name, name }).Order(StringComparer.Ordinal), held.Order(StringComparer.Ordinal));
        Assert.Empty(Of("granted").Except(history));

        var (keys, made) = (new StoredApiKeys(database, TimeProvider.System), new List<ApiKeyRecord>());
        await foreach (var record in keys.HistoryAsync(WritingChild.Tenant, Token))
            made.Add(record);
        foreach (var record in made)
            Assert.Equal(record.KeyIds, (await keys.OfAsync(record.Owner, Token)).Select(k => k.Key.Id));
        var table = database.Tables.ApiKeys.Key;
        Assert.Equal(made.Count * 2, (await database.Reads.ReadListAsync(QueryBuilder.Query.From(table.Table).Select(table.Id), row => row.GetString(0), Token)).Count);
        Assert.Empty(Of("keyed").Except(made.Select(m => m.Detail)));

        var rows = await database.Reads.RowsAsync(QueryBuilder.Query.From(database.Tables.Sessions.Table).Select(database.Tables.Sessions.All), database.Tables.Sessions.Read, Token);
        foreach (var session in rows)
        {
            var whole = WritingChild.Session(session.Key.Id, (int)session.Idle.TotalSeconds);
            Assert.Equal(session.EndedAt is null ? whole : whole.Ended(session.EndedAt.Value, Auth.SessionEnd.SignedOut), session);
        }

        Assert.Empty(Of("used").Except(rows.Where(r => r.Idle == TimeSpan.FromSeconds(2)).Select(r => r.Key.Id)));
        Assert.Empty(Of("ended").Except(rows.Where(r => r.EndedAt is not null).Select(r => r.Key.Id)));

        IEnumerable<string> Of(string verb) => acknowledged.Where(a => a.StartsWith(verb, StringComparison.Ordinal)).Select(a => a[(verb.Length + 1)..]);
    }
}

public sealed class SqliteKilledWriterTests(SqliteStorage storage) : KilledWriterTests(storage), IClassFixture<SqliteStorage>
{
    private protected override Task<string> ConnectionAsync(StorageDatabase database) => Task.FromResult(database.Source.ConnectionString);

    private protected override Task EndedAsync(StorageDatabase database) => Task.CompletedTask;
}

public sealed class PostgresKilledWriterTests(PostgresStorage storage) : KilledWriterTests(storage), IClassFixture<PostgresStorage>
{
    private const string Name = "cks-killed-writer";

    private protected override async Task<string> ConnectionAsync(StorageDatabase database) => new NpgsqlConnectionStringBuilder(await storage.ConnectionAsync()) { ApplicationName = Name }.ToString();

    // A commit that was sent is carried out although nobody waits for it.
    private protected override async Task EndedAsync(StorageDatabase database)
    {
        await using var count = database.Source.CreateCommand($"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = '{Name}'");
        for (var begun = TimeProvider.System.GetTimestamp(); (long)(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken))! > 0; await Task.Delay(20, TestContext.Current.CancellationToken))
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(30), "A connection of the writer is still there.");
    }
}
