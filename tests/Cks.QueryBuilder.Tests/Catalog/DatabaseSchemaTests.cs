using System.Data.Common;
using System.Text;
using System.Text.Json;
using Cks.Tests;
using Microsoft.Data.Sqlite;

namespace Cks.QueryBuilder.Tests;

public sealed class DatabaseSchemaTests(PostgresDatabase postgres) : IClassFixture<PostgresDatabase>, IDisposable
{
    private const string PostgresTables = """
        DROP SCHEMA IF EXISTS portal CASCADE; CREATE SCHEMA portal; SET search_path = portal;
        CREATE DOMAIN code AS text NOT NULL;
        CREATE TABLE crew (crew_id varchar(40) PRIMARY KEY, name text, is_test boolean NOT NULL, age integer, points bigint NOT NULL, rate double precision NOT NULL, tag uuid NOT NULL,
                           born date, photo bytea, extra jsonb NOT NULL, created_at timestamptz NOT NULL, center code,
                           "Odd Name" integer, price numeric, "gone" integer);
        ALTER TABLE crew DROP COLUMN gone;
        CREATE TABLE "Crew; DROP TABLE crew" (id integer);
        CREATE VIEW crew_names AS SELECT crew_id, name, points + 1 AS next FROM crew;
        CREATE TABLE only_odd (price numeric);
        """;

    private const string SqliteTables = """
        CREATE TABLE crew (crew_id VARCHAR(40) NOT NULL PRIMARY KEY, name TEXT, is_test BOOLEAN NOT NULL, age INT, points BIGINT NOT NULL, rate REAL NOT NULL, tag UUID NOT NULL,
                           born DATE, photo BLOB, extra JSON NOT NULL, created_at TIMESTAMPTZ NOT NULL, center TEXT NOT NULL,
                           "Odd Name" INTEGER, price DECIMAL(10, 2));
        CREATE TABLE "Crew; DROP TABLE crew" (id INTEGER PRIMARY KEY);
        CREATE VIEW crew_names AS SELECT crew_id, name, CAST(points AS BIGINT) AS next FROM crew;
        CREATE TABLE only_odd (price DECIMAL);
        CREATE TABLE gone (id INTEGER);
        CREATE VIEW broken AS SELECT id FROM gone;
        DROP TABLE gone;
        """;

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"cks_{Guid.NewGuid():n}.db");

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Tables_and_views_are_read_and_what_cannot_be_declared_is_listed(Dialect dialect)
    {
        var (source, compiler) = await OpenAsync(dialect);

        var reading = await SqlSchema.ReadAsync(source, compiler);

        var crew = reading.Schema.Table("crew");
        Assert.Equal(["crew_id", "name", "is_test", "age", "points", "rate", "tag", "born", "photo", "extra", "created_at", "center"], crew.Columns.Select(c => c.Name));
        Assert.IsType<Column<string>>(crew.Columns[0]);
        Assert.IsType<Column<bool>>(crew.Columns[2]);
        Assert.IsType<Column<int?>>(crew.Columns[3]);
        Assert.IsType<Column<long>>(crew.Columns[4]);
        Assert.IsType<Column<double>>(crew.Columns[5]);
        Assert.IsType<Column<Guid>>(crew.Columns[6]);
        Assert.IsType<Column<DateOnly?>>(crew.Columns[7]);
        Assert.IsType<Column<byte[]>>(crew.Columns[8]);
        Assert.IsType<Column<JsonElement>>(crew.Columns[9]);
        Assert.IsType<Column<DateTimeOffset>>(crew.Columns[10]);
        Assert.Contains("crew_id", reading.Schema.Table("crew_names").Columns.Select(c => c.Name));
        Assert.Equal(["crew", "crew_names"], reading.Schema.Tables.Select(t => t.Name).Order());
        Assert.Equal(
            ["Crew; DROP TABLE crew", "crew.Odd Name", "crew.price", "only_odd.price"],
            reading.LeftOut.Select(d => d.Location.File).Where(f => !f.EndsWith(".next", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(reading.LeftOut, d => Assert.Equal("CKS306", d.Code.Id));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task What_was_read_agrees_with_the_database(Dialect dialect)
    {
        var (source, compiler) = await OpenAsync(dialect);

        Assert.Empty(await (await SqlSchema.ReadAsync(source, compiler)).Schema.CheckAsync(source, compiler));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Every_difference_is_found_and_the_nearest_name_suggested(Dialect dialect)
    {
        var (source, compiler) = await OpenAsync(dialect);
        var declared = SqlSchema.Create(s => s
            .Table("crew", t => t.Column<string>("crew_ids").Column<int>("name").Column<int>("age").Column<long>("points").Column<DateTimeOffset>("born").Column<string>("photo"))
            .Table("crews", t => t.Column<int>("id"))
            .Table("crew_names", t => t.Column<string>("crew_id").Column<string>("nam")));

        var findings = (await declared.CheckAsync(source, compiler)).Select(d => d.ToString()).ToArray();

        var (date, bytes, text) = dialect == Dialect.Postgres ? ("date", "bytea", "text") : ("DATE", "BLOB", "TEXT");
        string[] expected =
        [
            "CKS308 crew.crew_ids The table has no such column. Did you mean \"crew_id\"?",
            $"CKS308 crew.name The column is declared as int32 and is {text}. Declare it as text.",
            "CKS308 crew.age The column is declared as never NULL and can be. Declare it as int32?, or add NOT NULL to it.",
            $"CKS308 crew.born The column is declared as instant and is {date}. Declare it as date.",
            $"CKS308 crew.photo The column is declared as text and is {bytes}. Declare it as bytes.",
            "CKS308 crew_names.nam The table has no such column. Did you mean \"name\"?",
            "CKS308 crews The database has no such table or view. Did you mean \"crew\"?",
        ];
        Assert.Equal(expected, findings);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task The_schema_of_the_tests_agrees_with_its_tables_as_they_are_stored(Dialect dialect)
    {
        await using var database = new PortalDatabase();
        var (source, compiler) = await database.OpenAsync(dialect);

        Assert.Empty(await Portal.Schema.CheckAsync(source, compiler));
    }

    [Fact]
    public async Task Row_id_of_SQLite_is_never_NULL_and_other_keys_may_be()
    {
        var source = SqliteFactory.Instance.CreateDataSource($"Data Source={_file}");
        await PortalDatabase.ExecuteAsync(source, "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id GUID PRIMARY KEY); CREATE TABLE c (id GUID PRIMARY KEY) WITHOUT ROWID");
        var declared = SqlSchema.Create(s => s.Table("a", t => t.Column<long>("id")).Table("b", t => t.Column<Guid>("id")).Table("c", t => t.Column<Guid>("id")));

        Assert.Equal(["b.id"], (await declared.CheckAsync(source, SqliteCompiler.Default)).Select(d => d.Location.File));
    }

    [Fact]
    public async Task The_example_of_the_page_gives_the_findings_that_the_page_shows()
    {
        await using var page = typeof(DatabaseSchemaTests).Assembly.GetManifestResourceStream("CKS308.md")!;
        var blocks = (await new StreamReader(page).ReadToEndAsync()).Split("```").Where((_, i) => i % 2 == 1).Select(b => b.Split('\n', 2)).ToDictionary(b => b[0], b => b[1].TrimEnd('\n'));
        var source = SqliteFactory.Instance.CreateDataSource($"Data Source={_file}");
        await PortalDatabase.ExecuteAsync(source, "CREATE TABLE crew (crew_id TEXT PRIMARY KEY, center_id TEXT, archived_at TEXT)");

        var findings = await SqlSchema.Load("app.schema.json", Encoding.UTF8.GetBytes(blocks["json"])).GetOrThrow().CheckAsync(source, SqliteCompiler.Default);

        Assert.Equal(blocks["text"].Split('\n'), findings.Select(f => f.ToString()));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        File.Delete(_file);
    }

    private async Task<(DbDataSource Source, SqlCompiler Compiler)> OpenAsync(Dialect dialect)
    {
        if (dialect == Dialect.Sqlite)
        {
            var source = SqliteFactory.Instance.CreateDataSource($"Data Source={_file}");
            await PortalDatabase.ExecuteAsync(source, SqliteTables);
            return (source, SqliteCompiler.Default);
        }

        var shared = await postgres.SourceAsync();
        await PortalDatabase.ExecuteAsync(shared, PostgresTables);
        return (Npgsql.NpgsqlDataSource.Create(new Npgsql.NpgsqlConnectionStringBuilder(shared.ConnectionString) { SearchPath = "portal" }), PostgresCompiler.Default);
    }
}
