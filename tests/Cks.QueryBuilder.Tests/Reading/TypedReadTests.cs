using System.Data.Common;
using System.Text.Json;
using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

public sealed class TypedReadTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    private static readonly Query Ids = Query.From(Crew).Select(CrewId).OrderBy(CrewId);

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Value_of_every_kind_of_column_is_read_in_one_line(Dialect dialect)
    {
        var (source, compiler) = await FillAsync(dialect);
        var table = SqlSchema.Create(s => s.Table("kinds", t => t
            .Column<string>("a").Column<bool>("b").Column<int>("c").Column<long>("d").Column<double>("e").Column<Guid>("f").Column<DateTimeOffset>("g").Column<DateOnly>("h")
            .Column<byte[]>("i").Column<JsonElement>("j")
            .Column<bool?>("bn").Column<int?>("cn").Column<long?>("dn").Column<double?>("en").Column<Guid?>("fn").Column<DateTimeOffset?>("gn").Column<DateOnly?>("hn").Column<JsonElement?>("jn")))
            .Table("kinds");
        await PortalDatabase.ExecuteAsync(source, dialect == Dialect.Postgres
            ? """
            DROP TABLE IF EXISTS kinds;
            CREATE TABLE kinds (a text, b boolean, c integer, d bigint, e double precision, f uuid, g timestamptz, h date, i bytea, j jsonb,
                                bn boolean, cn integer, dn bigint, en double precision, fn uuid, gn timestamptz, hn date, jn json);
            INSERT INTO kinds VALUES ('é', true, -5, 9223372036854775807, 0.1, '0abcdef0-0000-4000-8000-0000000000ab', '2026-03-01T01:02:03.456789+05:00', '2024-02-29', '\x00ff', '{"x": [1, null]}',
                                      true, -5, 9223372036854775807, 0.1, '0abcdef0-0000-4000-8000-0000000000ab', '2026-03-01T01:02:03.456789+05:00', '2024-02-29', '{"x": [1, null]}');
            INSERT INTO kinds (a) VALUES (NULL);
            """
            : """
            DROP TABLE IF EXISTS kinds;
            CREATE TABLE kinds (a TEXT, b INTEGER, c INTEGER, d INTEGER, e REAL, f TEXT, g TEXT, h TEXT, i BLOB, j TEXT,
                                bn INTEGER, cn INTEGER, dn INTEGER, en REAL, fn TEXT, gn TEXT, hn TEXT, jn TEXT);
            INSERT INTO kinds VALUES ('é', 1, -5, 9223372036854775807, 0.1, '0ABCDEF0-0000-4000-8000-0000000000AB', '2026-02-28T20:02:03.4567890Z', '2024-02-29', X'00ff', '{"x": [1, null]}',
                                      1, -5, 9223372036854775807, 0.1, '0ABCDEF0-0000-4000-8000-0000000000AB', '2026-02-28T20:02:03.4567890Z', '2024-02-29', '{"x": [1, null]}');
            INSERT INTO kinds (a) VALUES (NULL);
            """);
        var at = new DateTimeOffset(2026, 2, 28, 20, 2, 3, 456, TimeSpan.Zero).AddMicroseconds(789);
        var reader = new QueryReader(source, compiler);

        var read = Assert.Single(await reader.ReadListAsync(Query.From(table).WhereNotNull(table.Column<string>("a")), row => new object?[]
        {
            row.Value(table.Column<string>("a"), 0), row.Value(table.Column<bool>("b"), 1), row.Value(table.Column<int>("c"), 2), row.Value(table.Column<long>("d"), 3),
            row.Value(table.Column<double>("e"), 4), row.Value(table.Column<Guid>("f"), 5), row.Value(table.Column<DateTimeOffset>("g"), 6), row.Value(table.Column<DateOnly>("h"), 7),
            Convert.ToHexString(row.Value(table.Column<byte[]>("i"), 8)!), row.Value(table.Column<JsonElement>("j"), 9).GetProperty("x").GetArrayLength(),
            row.Value(table.Column<bool?>("bn"), 10), row.Value(table.Column<int?>("cn"), 11), row.Value(table.Column<long?>("dn"), 12), row.Value(table.Column<double?>("en"), 13),
            row.Value(table.Column<Guid?>("fn"), 14), row.Value(table.Column<DateTimeOffset?>("gn"), 15), row.Value(table.Column<DateOnly?>("hn"), 16),
            row.Value(table.Column<JsonElement?>("jn"), 17)!.Value.GetProperty("x").GetArrayLength(),
        }));

        var id = Guid.Parse("0abcdef0-0000-4000-8000-0000000000ab");
        object?[] half = [true, -5, long.MaxValue, 0.1, id, at, new DateOnly(2024, 2, 29)];
        Assert.Equal(["é", .. half, "00FF", 2, .. half, 2], read);
        Assert.Equal(TimeSpan.Zero, ((DateTimeOffset)read[6]!).Offset);

        Assert.Equal(1, await reader.ReadFirstAsync(Query.From(table).WhereNull(table.Column<string>("a")), row =>
        {
            Assert.Null(row.Value(table.Column<string>("a"), 0));
            Assert.Null(row.Value(table.Column<byte[]>("i"), 8));
            Assert.Null(row.Value(table.Column<bool?>("bn"), 10));
            Assert.Null(row.Value(table.Column<int?>("cn"), 11));
            Assert.Null(row.Value(table.Column<long?>("dn"), 12));
            Assert.Null(row.Value(table.Column<double?>("en"), 13));
            Assert.Null(row.Value(table.Column<Guid?>("fn"), 14));
            Assert.Null(row.Value(table.Column<DateTimeOffset?>("gn"), 15));
            Assert.Null(row.Value(table.Column<DateOnly?>("hn"), 16));
            Assert.Null(row.Value(table.Column<JsonElement?>("jn"), 17));
            Refused(() => row.Value(table.Column<bool>("b"), 1));
            Refused(() => row.Value(table.Column<int>("c"), 2));
            Refused(() => row.Value(table.Column<long>("d"), 3));
            Refused(() => row.Value(table.Column<double>("e"), 4));
            Refused(() => row.Value(table.Column<Guid>("f"), 5));
            Refused(() => row.Value(table.Column<DateTimeOffset>("g"), 6));
            Refused(() => row.Value(table.Column<DateOnly>("h"), 7));
            Refused(() => row.Value(table.Column<JsonElement>("j"), 9));
            return 1;
        }));

        // Never the default of the type in the place of NULL.
        static void Refused<T>(Func<T> read) => Assert.True(Record.Exception(() => read()) is InvalidCastException or InvalidOperationException);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Rows_become_a_list_a_first_one_and_a_stream(Dialect dialect)
    {
        var (source, compiler) = await FillAsync(dialect);
        var reader = new QueryReader(source, compiler);
        static string Id(DbDataReader row) => row.GetString(0);

        Assert.Equal(["W1", "W2", "W3"], await reader.ReadListAsync(Ids, Id));
        Assert.Equal("W1", await reader.ReadFirstAsync(Ids, Id));
        Assert.Equal("W2", await reader.ReadFirstAsync(Ids.Where(CrewId, Op.Eq, "W2"), Id));
        Assert.Equal(3, await reader.ReadFirstAsync(Ids.Count(), r => r.GetInt64(0)));
        Assert.Equal(["W1", "W2", "W3"], await reader.StreamAsync(Ids, Id).ToListAsync());
        Assert.Equal(["W1", "W2", "W3"], await reader.ReadListAsync(Ids, Id)); // the connection of the first row is usable
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task No_row_is_an_empty_list_the_default_and_an_empty_stream(Dialect dialect)
    {
        var (source, compiler) = await FillAsync(dialect);
        var reader = new QueryReader(source, compiler);

        foreach (var none in (Query[])[Ids.Where(CrewId, Op.Eq, "W9"), Ids.WhereFalse(), Ids.Limit(0)])
        {
            Assert.Empty(await reader.ReadListAsync(none, r => r.GetString(0)));
            Assert.Null(await reader.ReadFirstAsync(none, r => r.GetString(0)));
            Assert.Equal(0, await reader.ReadFirstAsync(none, _ => 1));
            Assert.Empty(await reader.StreamAsync(none, r => r.GetString(0)).ToListAsync());
        }
    }

    [Fact]
    public async Task Query_that_locks_is_refused_before_it_is_enumerated()
    {
        var (source, compiler) = await FillAsync(Dialect.Sqlite);
        var reader = new QueryReader(source, compiler);

        Assert.Throws<ArgumentException>(() => reader.StreamAsync(Ids.ForUpdate(), _ => 1));
        await Assert.ThrowsAsync<ArgumentException>(() => reader.ReadListAsync(Ids.ForUpdate(), _ => 1));
        await Assert.ThrowsAsync<ArgumentException>(() => reader.ReadFirstAsync(Ids.ForUpdate(), _ => 1));
        await Assert.ThrowsAsync<ArgumentException>(() => reader.ReadAsync([Ids, Ids.ForUpdate()], (_, _) => { }));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Connection_is_held_only_while_a_stream_is_enumerated(Dialect dialect)
    {
        var (source, compiler) = await FillAsync(dialect);
        await using var counted = new CountedSource(source);
        var stream = new QueryReader(counted, compiler).StreamAsync(Ids, r => r.GetString(0));
        Assert.Equal(0, counted.Opened);

        await foreach (var id in stream)
        {
            Assert.Equal((1, 1), (counted.Opened, counted.InUse));
            if (id == "W2")
                break;
        }

        Assert.Equal(0, counted.InUse);
        Assert.Equal("W1", await stream.FirstAsync()); // again, from the beginning
        Assert.Equal((2, 0), (counted.Opened, counted.InUse));
        await Assert.ThrowsAsync<FormatException>(async () => await new QueryReader(counted, compiler).StreamAsync<int>(Ids, _ => throw new FormatException()).ToListAsync());
        Assert.Equal(0, counted.InUse);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Stream_ends_between_rows_when_it_is_cancelled(Dialect dialect)
    {
        var (source, compiler) = await FillAsync(dialect);
        await using var counted = new CountedSource(source);
        using var cancel = new CancellationTokenSource();
        var seen = new List<string>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var id in new QueryReader(counted, compiler).StreamAsync(Ids, r => r.GetString(0)).WithCancellation(cancel.Token))
            {
                seen.Add(id);
                await cancel.CancelAsync();
            }
        });

        Assert.Equal(["W1"], seen);
        Assert.Equal(0, counted.InUse);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task S30_more_rows_than_the_budget_end_the_read(Dialect dialect)
    {
        var (source, compiler) = await FillAsync(dialect);
        await using var counted = new CountedSource(source);
        var reader = new QueryReader(counted, compiler, new() { MaxRows = 2 });
        var seen = 0;
        static int One(DbDataReader row) => 1;

        Func<Task>[] reads =
        [
            () => reader.ReadListAsync(Ids, One),
            async () => await reader.StreamAsync(Ids, One).ToListAsync(),
            () => reader.ReadAsync(Ids, _ => seen++),
            () => reader.ReadAsync([Ids.Count(), Ids, Ids.Limit(1)], (_, _) => { }),
        ];
        foreach (var read in reads)
        {
            Assert.Equal(QueryRefusal.TooManyRows, (await Assert.ThrowsAsync<QueryRefusedException>(read)).Reason);
            Assert.Equal(0, counted.InUse);
        }

        Assert.Equal(2, seen);
        Assert.Equal(2, (await reader.ReadListAsync(Ids.Limit(2), One)).Count);
        Assert.Equal(1, await reader.ReadFirstAsync(Ids, One)); // one row is within it
        await reader.ReadAsync([Ids.Limit(2), Ids.Limit(2)], (_, _) => seen++); // each query has its own
        Assert.Equal(6, seen);
    }

    [Fact]
    public async Task Budget_that_allows_nothing_is_a_mistake_of_the_program()
    {
        var (source, compiler) = await FillAsync(Dialect.Sqlite);

        Assert.Throws<ArgumentOutOfRangeException>(() => new QueryReader(source, compiler, new() { StatementTimeout = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QueryReader(source, compiler, new() { MaxRows = -1 }));
    }

    private async Task<(DbDataSource Source, SqlCompiler Compiler)> FillAsync(Dialect dialect)
    {
        var opened = await database.OpenAsync(dialect);
        await PortalDatabase.ExecuteAsync(opened.Source, "DELETE FROM crew");
        await PortalDatabase.InsertAsync(
            opened.Source, dialect, [.. Enumerable.Range(1, 3).Select(i => new CrewRow($"W{i}", "a", null, false, null, i, Guid.Empty, DateTimeOffset.UnixEpoch, null))], []);
        return opened;
    }
}
