using System.Data.Common;
using Cks.QueryBuilder;
using Cks.Tests;
using CsCheck;
using Microsoft.Data.Sqlite;

namespace Cks.Scope.Tests.Drift;

public sealed class ScopeDriftTests
{
    private static readonly string[] Keys = ["low.top_copy", "leaf.top_copy", "leaf.middle_copy", "leaf.low_copy"];

    [Fact]
    public async Task What_is_repaired_is_what_the_chain_says_and_nothing_else_on_SQLite()
    {
        await using var source = Memory();
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await DriftWorld.CreateAsync(source, "text");
        await DriftWorld.All.SampleAsync(rows => RepairAsync(source, SqliteCompiler.Default, rows), iter: 300, threads: 1);
    }

    [Fact]
    public async Task What_is_repaired_is_what_the_chain_says_and_nothing_else_on_PostgreSQL()
    {
        await using var database = new PostgresDatabase();
        var source = await database.SourceAsync();
        await DriftWorld.CreateAsync(source, "timestamptz");
        await DriftWorld.All.SampleAsync(rows => RepairAsync(source, PostgresCompiler.Default, rows), iter: 60, threads: 1);
    }

    [Fact]
    public async Task Many_rows_are_repaired_in_several_transactions_and_counted_for_each_key()
    {
        await using var source = Memory();
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await DriftWorld.CreateAsync(source, "text");
        // Both tenants and test classes have the same number of rows; every third leaf is right.
        TreeRow[] rows =
        [
            .. from tenant in new[] { "main", "acme" } from test in new[] { false, true } from row in new[] { new TreeRow("tops", tenant, test, Code("T", 1), null, null, null), new TreeRow("middles", tenant, test, Code("M", 1), Code("T", 1), null, null), new TreeRow("lows", tenant, test, Code("L", 1), Code("M", 1), Code("T", 1), null) } select row,
            .. from tenant in new[] { "main", "acme" } from test in new[] { false, true } from n in Enumerable.Range(1, 600) select new TreeRow("leaves", tenant, test, Code("F", n), Code("L", 1), n % 3 == 0 ? Code("T", 1) : n % 3 == 1 ? null : "T", Code("M", 1)),
        ];
        string Code(string prefix, int n) => $"{prefix}-{n}";
        rows = [.. rows.Select(r => r.IsTest ? r with { Code = r.Code + "-TEST", Parent = r.Parent is null ? null : r.Parent + "-TEST", Top = r.Top is null or "T" ? r.Top : r.Top + "-TEST", Middle = r.Middle is null ? null : r.Middle + "-TEST" } : r)];
        await DriftWorld.WriteAsync(source, rows);
        var drift = DriftWorld.Drift(source, SqliteCompiler.Default);

        var found = await drift.CheckAsync(TestContext.Current.CancellationToken);
        var repaired = await drift.RepairAsync(TestContext.Current.CancellationToken);

        Assert.Equal([0, 1_600, 0, 0], found.Select(f => f.Rows));
        Assert.Equal([0, 1_600, 0, 0], repaired.Select(f => f.Rows));
        Assert.Equal(Keys, found.Select(f => $"{f.Key.Entity.Name}.{f.Key.Column.Name}"));
        Assert.Equal([new("acme", "F-1", null, "T-1"), new("acme", "F-1-TEST", null, "T-1-TEST"), new("acme", "F-10", null, "T-1"), new("acme", "F-10-TEST", null, "T-1-TEST"), new("acme", "F-100", null, "T-1")], found[1].Examples);
        Assert.Equal(5, repaired[1].Examples.Count);
        Assert.Equal(DriftWorld.Right(rows).ToHashSet(), (await DriftWorld.ReadAsync(source)).ToHashSet());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rows_that_are_moved_meanwhile_are_right_afterwards_on_PostgreSQL(bool topDown)
    {
        await using var database = new PostgresDatabase();
        var source = await database.SourceAsync();
        await MoveMeanwhileAsync(source, PostgresCompiler.Default, "timestamptz", topDown);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rows_that_are_moved_meanwhile_are_right_afterwards_on_SQLite(bool topDown)
    {
        await using var file = new SqliteFile();
        await MoveMeanwhileAsync(file.Source, SqliteCompiler.Default, "text", topDown);
    }

    [Fact]
    public async Task What_is_interrupted_is_repaired_as_far_as_it_came()
    {
        await using var source = Memory();
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await DriftWorld.CreateAsync(source, "text");
        TreeRow[] rows = [new("tops", "main", false, "T", null, null, null), new("middles", "main", false, "M", "T", null, null), .. Enumerable.Range(0, 700).Select(n => new TreeRow("lows", "main", false, $"L-{n:000}", "M", "wrong", null))];
        await DriftWorld.WriteAsync(source, rows);
        // The second batch meets a row that cannot be written.
        await DriftWorld.ExecuteAsync(source, "CREATE TRIGGER stop BEFORE UPDATE ON lows WHEN new.id = 'L-650' BEGIN SELECT RAISE(ABORT, 'no'); END");
        var drift = DriftWorld.Drift(source, SqliteCompiler.Default);

        await Assert.ThrowsAnyAsync<DbException>(() => drift.RepairAsync(TestContext.Current.CancellationToken));

        Assert.Equal(200, (await drift.CheckAsync(TestContext.Current.CancellationToken))[0].Rows);
        await DriftWorld.ExecuteAsync(source, "DROP TRIGGER stop");
        Assert.Equal(200, (await drift.RepairAsync(TestContext.Current.CancellationToken))[0].Rows);
        Assert.Equal(DriftWorld.Right(rows).ToHashSet(), (await DriftWorld.ReadAsync(source)).ToHashSet());
    }

    private static async Task RepairAsync(DbDataSource source, SqlCompiler compiler, TreeRow[] rows)
    {
        // Of a direct parent the copy is right in most rows, so that it is seen to be left alone.
        bool IsLowRight(TreeRow row) => row.Table != "leaves" || row.Code.Length % 2 == 1;
        await DriftWorld.WriteAsync(source, rows, IsLowRight);
        var (drift, right) = (DriftWorld.Drift(source, compiler), DriftWorld.Right(rows));
        long[] expected =
        [
            rows.Zip(right).Count(p => p.First.Table == "lows" && p.First.Top != p.Second.Top), rows.Zip(right).Count(p => p.First.Table == "leaves" && p.First.Top != p.Second.Top),
            rows.Zip(right).Count(p => p.First.Table == "leaves" && p.First.Middle != p.Second.Middle), rows.Count(r => !IsLowRight(r)),
        ];

        Assert.Equal(expected, (await drift.CheckAsync()).Select(d => d.Rows));
        Assert.Equal(expected, (await drift.RepairAsync()).Select(d => d.Rows));
        Assert.Equal(right.ToHashSet(), (await DriftWorld.ReadAsync(source)).ToHashSet());
        Assert.All(await drift.CheckAsync(), d => Assert.Equal((0, 0), (d.Rows, d.Examples.Count)));
    }

    // Somebody moves lows from middle to middle, and middles from top to top, and writes the copies below in the same transaction, while everything that was wrong from the start is repaired.
    private static async Task MoveMeanwhileAsync(DbDataSource source, SqlCompiler compiler, string timestamp, bool topDown)
    {
        await DriftWorld.CreateAsync(source, timestamp);
        TreeRow[] rows =
        [
            .. Enumerable.Range(0, 3).Select(n => new TreeRow("tops", "main", false, $"T{n}", null, null, null)),
            .. Enumerable.Range(0, 6).Select(n => new TreeRow("middles", "main", false, $"M{n}", $"T{n % 3}", null, null)),
            .. Enumerable.Range(0, 12).Select(n => new TreeRow("lows", "main", false, $"L{n}", $"M{n % 6}", "T1", null)),
            .. Enumerable.Range(0, 240).Select(n => new TreeRow("leaves", "main", false, $"F{n}", $"L{n % 12}", n % 2 == 0 ? "T2" : null, $"M{n % 5}")),
        ];
        await DriftWorld.WriteAsync(source, rows);
        var (drift, done) = (DriftWorld.Drift(source, compiler), false);
        var moving = Task.Run(() => MoveAsync(source, compiler, topDown), TestContext.Current.CancellationToken);
        var repairing = Task.Run(
            async () =>
            {
                do
                    await drift.RepairAsync(TestContext.Current.CancellationToken);
                while (!Volatile.Read(ref done));
            },
            TestContext.Current.CancellationToken);
        await moving;
        Volatile.Write(ref done, true);
        await repairing;

        var written = await DriftWorld.ReadAsync(source);
        Assert.Equal(rows.Length, written.Count);
        Assert.Equal(DriftWorld.Right(written).ToHashSet(), written.ToHashSet());
        // What was moved was right as it was committed, and nobody wrote over it.
        Assert.All(await drift.CheckAsync(TestContext.Current.CancellationToken), d => Assert.Equal(0, d.Rows));
    }

    private static async Task MoveAsync(DbDataSource source, SqlCompiler compiler, bool topDown)
    {
        var (database, model) = (new SqlDatabase(source, compiler), DriftWorld.Model);
        model.TryGetEntity("middle", out var middle);
        model.TryGetEntity("low", out var low);
        model.TryGetEntity("leaf", out var leaf);
        var (lowTop, leafTop) = (low!.Table.Column<string>("top_copy"), leaf!.Table.Column<string>("top_copy"));
        for (var n = 0; n < 60; n++)
        {
            var (code, parent) = ($"M{n % 6}", $"T{n / 2 % 3}");
            var lows = Query.From(low.Table).Where(low.Tenant!, Op.Eq, "main").Where(low.Table.Column<string>("parent"), Op.Eq, code);
            Write[] writes =
            [
                Write.Update(Query.From(middle!.Table).Where(middle.Tenant!, Op.Eq, "main").Where(middle.Key, Op.Eq, code)).Set(middle.Table.Column<string>("parent"), parent),
                Write.Update(lows).Set(lowTop, parent),
                Write.Update(Query.From(leaf.Table).Where(leaf.Tenant!, Op.Eq, "main").WhereIn(leaf.Table.Column<string>("parent"), lows.Select(low.Key))).Set(leafTop, parent),
            ];
            // Of two who write the same rows in different orders PostgreSQL lets one through; the other begins again.
            while (!await TryWriteAsync(database, topDown ? writes : [.. writes.Reverse()]))
                await Task.Yield();
        }
    }

    private static async Task<bool> TryWriteAsync(SqlDatabase database, Write[] writes)
    {
        await using var work = await database.BeginAsync();
        try
        {
            foreach (var write in writes)
            {
                await work.ExecuteAsync(write);
                await Task.Yield();
            }

            await work.CommitAsync();
            return true;
        }
        catch (DbException e) when (e.IsTransient)
        {
            return false;
        }
    }

    private static DbDataSource Memory() => SqliteFactory.Instance.CreateDataSource($"Data Source=drift-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");

    private sealed class SqliteFile : IAsyncDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cks-drift-");

        public SqliteFile() => Source = SqliteFactory.Instance.CreateDataSource($"Data Source={Path.Combine(_folder.FullName, "drift.db")}");

        public DbDataSource Source { get; }

        public async ValueTask DisposeAsync()
        {
            await Source.DisposeAsync();
            using (var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "drift.db")}"))
                SqliteConnection.ClearPool(connection);
            _folder.Delete(recursive: true);
        }
    }
}
