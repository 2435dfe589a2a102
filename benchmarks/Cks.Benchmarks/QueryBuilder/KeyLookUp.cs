using System.Data.Common;
using System.Globalization;
using Cks.QueryBuilder;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cks.Benchmarks;

/// <summary>
/// A row of SQLite by its key, end to end: the query is built, compiled and read into a record, against Dapper with a text that is a constant. Both take
/// their connection from the same pooled data source.
/// </summary>
internal sealed class KeyLookUp : IAsyncDisposable
{
    private const int Rows = 10_000;
    private const string Text = "SELECT crew_id AS CrewId, name AS Name, age AS Age, points AS Points FROM crew WHERE crew_id = @id";

    private static readonly Table Crew = SqlSchema.Create(s => s.Table("crew", t => t
        .Column<string>("crew_id").Column<string>("name").Column<int>("age").Column<long>("points"))).Table("crew");

    private static readonly Column<string> Id = Crew.Column<string>("crew_id");
    private static readonly Column<string> Title = Crew.Column<string>("name");
    private static readonly Column<int> Age = Crew.Column<int>("age");
    private static readonly Column<long> Points = Crew.Column<long>("points");
    private static readonly Func<DbDataReader, KeyRow> Read = r => new(r.Value(Id, 0)!, r.Value(Title, 1)!, r.Value(Age, 2), r.Value(Points, 3));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cks-benchmarks-");
    private DbDataSource? _source;

    public async Task<RatioCase> CreateAsync(CancellationToken cancellationToken)
    {
        _source = SqliteFactory.Instance.CreateDataSource($"Data Source={Path.Combine(_folder.FullName, "keys.db")}");
        await FillAsync(_source, cancellationToken);
        var reader = new QueryReader(_source, SqliteCompiler.Default);
        var ids = Enumerable.Range(0, RatioCase.FewestInputs).Select(i => IdOf(i * 7 % (Rows + 100))).ToArray(); // some are not there
        foreach (var id in ids)
        {
            var (ours, dappers) = (await OursAsync(reader, id), await DappersAsync(_source, id));
            if (ours != dappers)
                throw new InvalidOperationException($"Not the same row: {ours} and {dappers}");
        }

        return RatioCase.Async("sqlite-key", ids, async id => Measure(await OursAsync(reader, id)), async id => Measure(await DappersAsync(_source, id)));
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null)
            await _source.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private static Task<KeyRow?> OursAsync(QueryReader reader, string id) => reader.ReadFirstAsync(Query.From(Crew).Where(Id, Op.Eq, id), Read);

    private static async Task<KeyRow?> DappersAsync(DbDataSource source, string id)
    {
        await using var connection = await source.OpenConnectionAsync();
        return await connection.QueryFirstOrDefaultAsync<KeyRow>(Text, new { id });
    }

    private static int Measure(KeyRow? row) => row is null ? -1 : row.CrewId.Length + row.Name.Length + row.Age + (int)row.Points;

    private static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"CRW-{number:0000000}");

    private static async Task FillAsync(DbDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync("PRAGMA journal_mode = WAL");
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("CREATE TABLE crew (crew_id TEXT PRIMARY KEY, name TEXT NOT NULL, age INTEGER NOT NULL, points INTEGER NOT NULL) WITHOUT ROWID", transaction: transaction);
        await connection.ExecuteAsync(
            "INSERT INTO crew VALUES (@id, @name, @age, @points)",
            Enumerable.Range(0, Rows).Select(i => new { id = IdOf(i), name = $"Crew member {i}", age = i % 50, points = (long)i * 3 }),
            transaction);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>With settable properties, which Dapper fills by name.</summary>
    private sealed record KeyRow
    {
        public KeyRow()
        {
        }

        public KeyRow(string crewId, string name, int age, long points) => (CrewId, Name, Age, Points) = (crewId, name, age, points);

        public string CrewId { get; set; } = "";

        public string Name { get; set; } = "";

        public int Age { get; set; }

        public long Points { get; set; }
    }
}
