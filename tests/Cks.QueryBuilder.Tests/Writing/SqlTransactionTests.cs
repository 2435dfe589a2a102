using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

public sealed class SqlTransactionTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    private static readonly Query Sizes = Query.From(Centers).Select(Portal.Size).OrderBy(CenterId);
    private static readonly Query First = Query.From(Centers).Where(CenterId, Op.Eq, "C1");

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Committed_is_seen_and_what_was_disposed_without_commit_is_not(Dialect dialect)
    {
        var (source, compiler, target) = await FillAsync(dialect);
        await using (var kept = await target.BeginAsync())
        {
            Assert.Equal(1, await kept.ExecuteAsync(Write.Update(First).Set(Portal.Size, 5)));
            Assert.Equal([5, 2], await ReadAsync(kept, Sizes)); // its own write
            await kept.CommitAsync();
        }

        await using (var dropped = await target.BeginAsync())
        {
            Assert.Equal(2, await dropped.ExecuteAsync(Write.Delete(Query.From(Centers).WhereNotNull(CenterId))));
            Assert.Empty(await ReadAsync(dropped, Sizes));
        }

        Assert.Equal([5, 2], await PortalDatabase.ReadAsync<int>(source, compiler, Sizes));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Ended_transaction_refuses_use_and_may_be_disposed_again(Dialect dialect)
    {
        var (_, _, target) = await FillAsync(dialect);
        var committed = await target.BeginAsync();
        await committed.CommitAsync();
        var disposed = await target.BeginAsync();
        await disposed.DisposeAsync();

        foreach (var ended in (SqlTransaction[])[committed, disposed])
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => ended.ExecuteAsync(Write.Update(First).Set(Portal.Size, 5)));
            await Assert.ThrowsAsync<InvalidOperationException>(() => ended.ExecuteAsync(Write.Delete(First.WhereFalse())));
            await Assert.ThrowsAsync<InvalidOperationException>(() => ended.ReadAsync(Sizes, _ => { }));
            await Assert.ThrowsAsync<InvalidOperationException>(() => ended.CommitAsync());
            await ended.DisposeAsync();
            await ended.DisposeAsync();
        }

        if (dialect == Dialect.Sqlite)
        {
            await using var first = await target.BeginAsync();
            using var cancel = new CancellationTokenSource();
            var second = target.BeginAsync(cancel.Token).AsTask();
            Assert.False(second.IsCompleted); // the gate was given back once for each, not more often
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        }
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Sum_beyond_64_bits_is_refused_and_not_written(Dialect dialect)
    {
        var (source, compiler) = await database.OpenAsync(dialect);
        await PortalDatabase.InsertAsync(source, dialect, [new CrewRow("W9", null, null, false, null, long.MaxValue - 1, Guid.Empty, DateTimeOffset.UnixEpoch, null)], []);
        var target = new SqlDatabase(source, compiler);
        var more = Write.Update(Query.From(Crew).Where(CrewId, Op.Eq, "W9")).Add(Points, 1);
        await using (var transaction = await target.BeginAsync())
        {
            await transaction.ExecuteAsync(more);
            await transaction.CommitAsync();
        }

        await using (var transaction = await target.BeginAsync())
            await Assert.ThrowsAnyAsync<DbException>(() => transaction.ExecuteAsync(more));

        Assert.Equal([long.MaxValue], await PortalDatabase.ReadAsync<long>(source, compiler, Query.From(Crew).Where(CrewId, Op.Eq, "W9").Select(Points)));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Statement_without_a_meaning_ends_the_transaction_too(Dialect dialect)
    {
        var (source, compiler, target) = await FillAsync(dialect);
        foreach (var fails in (Func<SqlTransaction, Task>[])
        [
            t => t.ReadAsync(Sizes.Where(CenterId, Op.Eq, new Parameter<string>("open")), _ => { }),
            t => t.ReadAsync(Write.Update(First).Returning(CenterId), _ => { }),
            t => t.ExecuteAsync(Write.Update(First)),
        ])
        {
            await using var transaction = await target.BeginAsync();
            await transaction.ExecuteAsync(Write.Update(First).Set(Portal.Size, 9));
            await Assert.ThrowsAsync<InvalidOperationException>(() => fails(transaction));
            await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.CommitAsync());
        }

        Assert.Equal([1, 2], await PortalDatabase.ReadAsync<int>(source, compiler, Sizes));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Failed_statement_ends_the_transaction_so_that_the_rest_cannot_be_committed(Dialect dialect)
    {
        var (source, compiler, target) = await FillAsync(dialect);
        await using var transaction = await target.BeginAsync();
        await transaction.ExecuteAsync(Write.Update(First).Set(Portal.Size, 9));

        await Assert.ThrowsAnyAsync<DbException>(() => transaction.ExecuteAsync(Write.Insert(Centers).Set(CenterId, "C1")));

        await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.CommitAsync());
        Assert.Equal([1, 2], await PortalDatabase.ReadAsync<int>(source, compiler, Sizes));
        await using var next = await target.BeginAsync(); // no need to dispose the failed one first
        Assert.Equal(0, await next.ExecuteAsync(Write.Insert(Centers).Set(CenterId, "C1").OrSkip()));
        Assert.Equal(1, await next.ExecuteAsync(Write.Insert(Centers).Set(CenterId, "C3").OrSkip()));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Exception_of_the_caller_while_reading_ends_the_transaction(Dialect dialect)
    {
        var (_, _, target) = await FillAsync(dialect);
        await using var transaction = await target.BeginAsync();

        await Assert.ThrowsAsync<FormatException>(() => transaction.ReadAsync(Sizes, _ => throw new FormatException()));

        await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.CommitAsync());
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task What_is_known_to_match_nothing_is_not_sent(Dialect dialect)
    {
        var (_, _, target) = await FillAsync(dialect);
        var ghost = SqlSchema.Create(s => s.Table("ghost", t => t.Column<int>("id"))).Table("ghost");
        await using var transaction = await target.BeginAsync();

        Assert.Equal(0, await transaction.ExecuteAsync(Write.Delete(Query.From(ghost).WhereFalse())));
        Assert.Equal(0, await transaction.ExecuteAsync(Write.Update(Query.From(ghost).WhereFalse()).Set(ghost.Column<int>("id"), 1)));
        Assert.Empty(await ReadAsync(transaction, Query.From(ghost).WhereFalse()));

        await transaction.CommitAsync();
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Fifty_concurrent_increments_give_exactly_fifty(Dialect dialect)
    {
        var (source, compiler, target) = await FillAsync(dialect);
        await PortalDatabase.InsertAsync(source, dialect, [new("W1", null, null, false, 0, 0, Guid.Empty, DateTimeOffset.UnixEpoch, null)], []);
        var row = Query.From(Crew).Where(CrewId, Op.Eq, "W1");

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () =>
        {
            await using var transaction = await target.BeginAsync();
            var age = Assert.Single(await ReadAsync(transaction, row.Select(Age).ForUpdate())); // read, then write what was read and one more
            await transaction.ExecuteAsync(Write.Update(row).Set(Age, age + 1).Add(Points, 1));
            await transaction.CommitAsync();
        })));

        Assert.Equal([50], await PortalDatabase.ReadAsync<int>(source, compiler, row.Select(Age)));
        Assert.Equal([50L], await PortalDatabase.ReadAsync<long>(source, compiler, row.Select(Points)));
    }

    [Fact]
    public async Task Writers_of_sqlite_queue_without_blocking_a_thread()
    {
        var (_, _, target) = await FillAsync(Dialect.Sqlite);
        var first = await target.BeginAsync();

        var waiting = Enumerable.Range(0, 300).Select(_ => target.BeginAsync().AsTask()).ToArray(); // on this one thread

        Assert.DoesNotContain(waiting, t => t.IsCompleted);
        await first.CommitAsync();
        foreach (var next in waiting)
            await (await next).DisposeAsync();
    }

    [Fact]
    public async Task Transaction_of_sqlite_holds_the_write_lock_from_its_begin()
    {
        var (source, _, target) = await FillAsync(Dialect.Sqlite);
        await using var beside = (SqliteConnection)await source.OpenConnectionAsync();
        await using var transaction = await target.BeginAsync();

        Assert.Equal(SQLitePCL.raw.SQLITE_BUSY, SQLitePCL.raw.sqlite3_exec(beside.Handle, "BEGIN IMMEDIATE"));
    }

    [Fact]
    public async Task Waiting_for_the_gate_of_sqlite_can_be_cancelled_and_takes_nothing()
    {
        var (_, _, target) = await FillAsync(Dialect.Sqlite);
        var first = await target.BeginAsync();
        using var cancel = new CancellationTokenSource();
        var waiting = target.BeginAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        await first.DisposeAsync();
        await (await target.BeginAsync()).DisposeAsync();
    }

    [Fact]
    public async Task Database_that_cannot_be_opened_leaves_the_gate_open()
    {
        var missing = SqliteFactory.Instance.CreateDataSource($"Data Source={Path.Combine(Path.GetTempPath(), $"cks_{Guid.NewGuid():n}", "none.db")}");
        await using (missing)
        {
            var target = new SqlDatabase(missing, SqliteCompiler.Default);
            for (var i = 0; i < 3; i++)
                await Assert.ThrowsAnyAsync<DbException>(async () => await target.BeginAsync());
        }
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Cancelled_call_throws_and_nothing_of_it_stays(Dialect dialect)
    {
        var (source, compiler, target) = await FillAsync(dialect);
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await target.BeginAsync(cancelled));
        foreach (var call in (Func<SqlTransaction, Task>[])
            [t => t.ExecuteAsync(Write.Update(First).Set(Portal.Size, 8), cancelled), t => t.ReadAsync(Sizes, _ => { }, cancelled), t => t.CommitAsync(cancelled)])
        {
            await using var transaction = await target.BeginAsync();
            await transaction.ExecuteAsync(Write.Update(First).Set(Portal.Size, 7));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call(transaction));
            await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.CommitAsync());
        }

        Assert.Equal([1, 2], await PortalDatabase.ReadAsync<int>(source, compiler, Sizes));
    }

    [Fact]
    public async Task Locked_rows_of_postgres_wait_for_the_end_and_others_do_not()
    {
        var (source, _, target) = await FillAsync(Dialect.Postgres);
        await using var first = await target.BeginAsync();
        Assert.Equal([1], await ReadAsync(first, First.Select(Portal.Size).ForUpdate()));
        await using var second = await target.BeginAsync();
        Assert.Equal([2], await ReadAsync(second, Query.From(Centers).Where(CenterId, Op.Eq, "C2").Select(Portal.Size).ForUpdate()));

        var waits = ReadAsync(second, First.Select(Portal.Size).ForUpdate());
        while (!waits.IsCompleted && await WaitingAsync((NpgsqlDataSource)source) == 0)
            await Task.Delay(10);
        Assert.False(waits.IsCompleted);
        await first.ExecuteAsync(Write.Update(First).Set(Portal.Size, 6));
        await first.CommitAsync();

        Assert.Equal([6], await waits); // what was committed meanwhile
    }

    [Fact]
    public async Task Rows_of_postgres_that_are_locked_shared_let_others_share_them_and_nobody_change_them()
    {
        var (source, _, target) = await FillAsync(Dialect.Postgres);
        await using var first = await target.BeginAsync();
        Assert.Equal([1], await ReadAsync(first, First.Select(Portal.Size).ForShare()));
        await using var second = await target.BeginAsync();
        Assert.Equal([1], await ReadAsync(second, First.Select(Portal.Size).ForShare()));
        await second.CommitAsync();
        await using var third = await target.BeginAsync();

        var waits = third.ExecuteAsync(Write.Update(First).Set(Portal.Size, 6));
        while (!waits.IsCompleted && await WaitingAsync((NpgsqlDataSource)source) == 0)
            await Task.Delay(10);
        Assert.False(waits.IsCompleted);
        await first.CommitAsync();

        Assert.Equal(1, await waits);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Several_writes_are_done_in_order_and_a_failing_one_takes_all_of_them_back(Dialect dialect)
    {
        var (source, compiler, target) = await FillAsync(dialect);
        await using (var kept = await target.BeginAsync())
        {
            Assert.Equal(0, await kept.ExecuteAsync([]));
            Assert.Equal(3, await kept.ExecuteAsync([Write.Update(First).Set(Portal.Size, 5), Write.Delete(First.WhereFalse()), Write.Update(Query.From(Centers).WhereNotNull(CenterId)).Set(Portal.Size, 9)]));
            await kept.CommitAsync();
        }

        await using (var failing = await target.BeginAsync())
        {
            var twin = Write.Insert(Centers).Set(CenterId, "C1").Set(Portal.Size, 3);
            await Assert.ThrowsAnyAsync<DbException>(() => failing.ExecuteAsync([Write.Update(First).Set(Portal.Size, 7), twin, twin]));
            await Assert.ThrowsAsync<InvalidOperationException>(() => failing.CommitAsync());
        }

        Assert.Equal([9, 9], await PortalDatabase.ReadAsync<int>(source, compiler, Sizes));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Lock_outside_a_transaction_is_refused(Dialect dialect)
    {
        var (source, compiler, _) = await FillAsync(dialect);
        var reader = new QueryReader(source, compiler);

        await Assert.ThrowsAsync<ArgumentException>(() => reader.ReadAsync(Sizes.ForUpdate(), _ => { }));
        await Assert.ThrowsAsync<ArgumentException>(() => reader.ReadAsync([Sizes, Sizes.ForUpdate()], (_, _) => { }));
    }

    [Fact]
    public async Task Transaction_of_postgres_sees_what_is_committed_while_it_runs()
    {
        var (source, _, target) = await FillAsync(Dialect.Postgres);
        await using var transaction = await target.BeginAsync();
        Assert.Equal([1, 2], await ReadAsync(transaction, Sizes));

        await PortalDatabase.ExecuteAsync(source, "UPDATE centers SET size = 4 WHERE center_id = 'C2'");

        Assert.Equal([1, 4], await ReadAsync(transaction, Sizes));
    }

    private static async Task<long> WaitingAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<List<int>> ReadAsync(SqlTransaction transaction, Query query)
    {
        var rows = new List<int>();
        await transaction.ReadAsync(query, row => rows.Add(row.GetInt32(0)));
        return rows;
    }

    private async Task<(DbDataSource Source, SqlCompiler Compiler, SqlDatabase Target)> FillAsync(Dialect dialect)
    {
        var (source, compiler) = await database.OpenAsync(dialect);
        await PortalDatabase.ExecuteAsync(source, "DELETE FROM crew; DELETE FROM centers");
        await PortalDatabase.InsertAsync(source, dialect, [], [new("C1", null, 1), new("C2", null, 2)]);
        return (source, compiler, new(source, compiler));
    }
}
