using System.Diagnostics;
using Cks.Tests;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.QueryBuilder.Tests;

public sealed class SessionSettingsTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private static readonly SqlSchema Schema = SqlSchema.Create(s => s.Table("told", t => t.Column<string>("who").Column<string>("isolation")));
    private static readonly Query Told = Query.From(Schema.Table("told"));

    private static SessionSettings Me(string who) => new(new("app.who", who), new("app.deep.one", "x"));

    [Fact]
    public async Task A_read_tells_its_settings_in_its_round_trip_and_nothing_is_left_of_them()
    {
        await using var source = await OpenAsync();
        var reader = new QueryReader(source, PostgresCompiler.Default, new() { StatementTimeout = TimeSpan.FromSeconds(20) });
        await reader.ReadAsync(Told, _ => { }, TestContext.Current.CancellationToken);
        var trips = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a =>
            {
                lock (trips)
                    trips.Add($"{a.TraceId}");
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var mine = new Activity("read").Start();

        Assert.Equal(["me' repeatable read"], await TextsAsync(reader.With(Me("me'"))));
        var rows = new List<string>();
        await reader.With(Me("you")).ReadAsync([Told, Told], (query, row) => rows.Add($"{query} {row.GetString(0)}"), TestContext.Current.CancellationToken);

        Assert.Equal(["0 you", "1 you"], rows);
        Assert.Equal(2, trips.Count(t => t == $"{mine.TraceId}"));
        Assert.Equal([" read committed"], await TextsAsync(reader.With(null)));
    }

    [Fact]
    public async Task A_transaction_tells_them_first_and_they_end_with_it()
    {
        await using var source = await OpenAsync();
        var told = new SqlDatabase(source, PostgresCompiler.Default).With(Me("me"));
        foreach (var commits in new[] { true, false })
        {
            await using var transaction = await told.BeginAsync(TestContext.Current.CancellationToken);
            var who = "";
            await transaction.ReadAsync(Told, r => who = r.GetString(0), TestContext.Current.CancellationToken);
            Assert.Equal("me", who);
            if (commits)
                await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal([" read committed"], await TextsAsync(new(source, PostgresCompiler.Default)));
    }

    [Theory]
    [InlineData("role")]
    [InlineData("search_path")]
    [InlineData("App.who")]
    [InlineData("app.")]
    [InlineData("app.who, role")]
    [InlineData("app.who\n")]
    public void A_setting_of_the_server_is_none_of_the_application_s(string name) => Assert.Throws<ArgumentException>(() => new SessionSettings(new KeyValuePair<string, string>(name, "x")));

    [Fact]
    public void What_no_session_could_hold_is_refused_and_values_are_not_shown()
    {
        Assert.Throws<ArgumentException>(() => new SessionSettings());
        Assert.Equal(QueryRefusal.MalformedText, Assert.Throws<QueryRefusedException>(() => Me("a\0b")).Reason);
        Assert.Equal("app.who, app.deep.one", $"{Me("secret")}");
        var sqlite = SqliteFactory.Instance.CreateDataSource("Data Source=:memory:");
        Assert.Throws<InvalidOperationException>(() => new QueryReader(sqlite, SqliteCompiler.Default).With(Me("me")));
        Assert.Throws<InvalidOperationException>(() => new SqlDatabase(sqlite, SqliteCompiler.Default).With(Me("me")));
    }

    private static Task<List<string>> TextsAsync(QueryReader reader) => reader.ReadListAsync(Told, r => $"{r.GetString(0)} {r.GetString(1)}", TestContext.Current.CancellationToken);

    private async Task<NpgsqlDataSource> OpenAsync()
    {
        var source = await database.SourceAsync();
        await using (var command = source.CreateCommand("CREATE OR REPLACE VIEW told AS SELECT coalesce(current_setting('app.who', true), '') AS who, current_setting('transaction_isolation') AS isolation"))
            await command.ExecuteNonQueryAsync();
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(source.ConnectionString) { MaxPoolSize = 1 });
    }
}
