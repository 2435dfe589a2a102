using System.Data.Common;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Reading;
using Cks.Tests;
using Npgsql;

namespace Cks.Scope.Tests.Faults;

/// <summary>A read that fails is an error and never an answer, and leaves nothing behind. Reads are held up by a lock on a table, so that what ends them ends them in the middle.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private const int Connections = 2;

    private static readonly Graph Data = new(
    [
        new("managers", "MGR-001", "main", false, false, "active", null),
        new("customers", "CUS-001", "main", false, false, "active", "MGR-001"),
        new("centers", "CEN-001", "main", false, false, "active", "CUS-001"),
        .. Enumerable.Range(1, 50).Select(i => new Node("crew", $"CRW-{i:000}", "main", false, false, "active", "CEN-001")),
    ]);

    private static readonly Subject Me = new("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001" };

    private PostgresToCrash _postgres = null!;
    private NpgsqlDataSource _source = null!;
    private NpgsqlDataSource _other = null!;
    private TestScopes _scopes = null!;

    public static TheoryData<string> Reads => ["scope", "list", "find", "can-see"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _postgres = await PostgresToCrash.StartAsync();
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_postgres.ConnectionString(Connections)) { ApplicationName = "reads" });
        _other = NpgsqlDataSource.Create(_postgres.ConnectionString(5));
        _scopes = new(_source, PostgresCompiler.Default);
        await Data.WriteAsync(_other, "timestamptz");
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is null)
            return;
        await _source.DisposeAsync();
        await _other.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task A_cancelled_read_leaves_its_connection_usable(string read)
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await HeldUpAsync(read, cancelled.Token, async reading =>
        {
            await cancelled.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        });

        await AllWorkAsync();
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task A_read_that_takes_too_long_is_an_error_and_leaves_its_connection_usable(string read)
    {
        // The least that the provider counts in, and of no other test: there it would be how busy the machine is.
        await using var hasty = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_source.ConnectionString) { CommandTimeout = 1 });
        await HeldUpAsync(read, Token, async reading => Assert.IsType<TimeoutException>((await Assert.ThrowsAnyAsync<DbException>(() => reading)).InnerException), new(hasty, PostgresCompiler.Default));

        await using var usable = hasty.CreateCommand("SELECT 1");
        Assert.Equal(1, await usable.ExecuteScalarAsync(Token));
        await AllWorkAsync();
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task A_connection_that_is_ended_in_the_middle_of_a_read_is_an_error(string read)
    {
        await HeldUpAsync(read, Token, async reading =>
        {
            await ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'reads'");
            await Assert.ThrowsAnyAsync<DbException>(() => reading);
        });

        await AllWorkAsync();
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task A_server_that_dies_in_the_middle_of_a_read_is_an_error_until_it_is_back(string read)
    {
        await HeldUpAsync(read, Token, async reading =>
        {
            await _postgres.CrashAsync();
            await Assert.ThrowsAnyAsync<DbException>(() => reading);
        });
        foreach (var other in Reads)
            await Assert.ThrowsAnyAsync<DbException>(() => ReadAsync(other.Data, Token));

        await _postgres.RestartAsync();

        await AllWorkAsync();
    }

    [Fact]
    public async Task Ten_thousand_reads_leak_no_connection()
    {
        using var never = new CancellationTokenSource();
        await never.CancelAsync();
        await Parallel.ForAsync(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 2 * Connections, CancellationToken = Token }, async (i, stop) =>
        {
            using var soon = CancellationTokenSource.CreateLinkedTokenSource(stop);
            try
            {
                if (i % 10 == 0)
                    soon.CancelAfter(TimeSpan.FromMicroseconds(i % 1_000));
                Assert.True(await ReadAsync(i % 20 == 0 ? "list" : i % 10 is 0 or 5 ? "scope" : "can-see", i % 100 == 1 ? never.Token : soon.Token));
            }
            catch (OperationCanceledException) when (i % 10 == 0 || i % 100 == 1)
            {
            }
        });

        await AllWorkAsync();
        Assert.InRange(await CountAsync("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'reads'"), 1, Connections);
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'reads' AND state <> 'idle'"));
    }

    /// <summary>Begins a read, waits until the server works on it and cannot go on, and goes on only after <paramref name="then"/>.</summary>
    private async Task HeldUpAsync(string read, CancellationToken cancellationToken, Func<Task, Task> then, TestScopes? scopes = null)
    {
        await ReadAsync(read, Token);
        await using var connection = await _other.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var command = new NpgsqlCommand("LOCK TABLE crew", connection, transaction);
        await command.ExecuteNonQueryAsync(Token);
        var reading = ReadAsync(read, cancellationToken, scopes);
        var isHeldUp = false;
        while (!reading.IsCompleted && !(isHeldUp = await CountAsync("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'reads' AND wait_event_type = 'Lock'") > 0))
            await Task.Delay(5, Token);
        // One that waits for a second only may have ended before it was looked at.
        Assert.True(isHeldUp || scopes is not null);
        await then(reading);
    }

    /// <summary>Whether the read found what there is.</summary>
    private async Task<bool> ReadAsync(string read, CancellationToken cancellationToken, TestScopes? scopes = null)
    {
        var service = (scopes ?? _scopes).Service;
        return read switch
        {
            "scope" => (await service.GetScopeAsync(Me, cancellationToken))?.Relationships["crew"].Count == 50,
            "list" => (await service.ListAsync(Me, "crew", new(), cancellationToken)).Set?.Items.Count == 50,
            "find" => await service.FindAsync(Me, "crew", "CRW-007", cancellationToken) is not null,
            _ => await service.CanSeeAsync(Me, "crew", "CRW-007", cancellationToken),
        };
    }

    // Every connection of the pool is asked for at once.
    private async Task AllWorkAsync()
    {
        Assert.All(await Task.WhenAll(Reads.Select(r => ReadAsync(r.Data, Token))), Assert.True);
        await using var one = await _source.OpenConnectionAsync(Token);
        await using var two = await _source.OpenConnectionAsync(Token);
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = _other.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _other.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }
}
