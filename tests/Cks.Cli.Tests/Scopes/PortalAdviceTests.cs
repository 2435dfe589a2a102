using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.Cli.Tests;

/// <summary><c>cks scope advise</c> on the sample's own schema, full of rows.</summary>
public sealed class PortalAdviceTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    private static readonly string Portal = Path.Combine(Repository.Root, "samples", "Cks.Samples.Portal");

    [Fact]
    public async Task It_is_right_on_PostgreSQL()
    {
        await using var database = new PostgresDatabase();
        // The account of the tests is called as the schema of the stores, which PostgreSQL would look into first.
        var connection = new NpgsqlConnectionStringBuilder((await database.SourceAsync()).ConnectionString) { SearchPath = "public" }.ToString();
        await using var source = NpgsqlDataSource.Create(connection);
        await CheckAsync(source, connection, "postgres");
    }

    [Fact]
    public async Task It_is_right_on_SQLite()
    {
        var connection = $"Data Source={Path.Combine(folder.Root, "portal.db")};Pooling=False";
        await using var source = SqliteFactory.Instance.CreateDataSource(connection);
        await CheckAsync(source, connection, "sqlite");
    }

    private static async Task CheckAsync(DbDataSource source, string connection, string dialect)
    {
        var variable = $"CKS_TEST_PORTAL_{dialect}";
        Environment.SetEnvironmentVariable(variable, connection);
        await LargePortal.FillAsync(source, connection, dialect);

        var own = await AdviseAsync(dialect, variable);
        Assert.Equal((0, "73 looked for, 0 findings.\n"), (own.Exit, own.Error));
        Assert.DoesNotContain(own.Lines, l => !l.StartsWith("-- ", StringComparison.Ordinal) || l.Contains("CKS", StringComparison.Ordinal));

        // Without one for a page in its order, one for a way down, one for a copied key and one for a link table.
        foreach (var index in (string[])["orders_created_at", "crew_assigned_center", "crew_cks_manager", "order_participants_participant_id"])
            await LargePortal.ExecuteAsync(source, $"DROP INDEX ix_{index}");
        var without = await AdviseAsync(dialect, variable);
        TestContext.Current.TestOutputHelper!.WriteLine(without.Output);
        Assert.Equal(1, without.Exit);
        Assert.Equal(
            [
                """CREATE INDEX "ix_crew_assigned_center" ON "crew" ("tenant_id", "is_test", "assigned_center", "crew_id");""",
                """CREATE INDEX "ix_crew_cks_manager" ON "crew" ("tenant_id", "is_test", "cks_manager", "crew_id");""",
                """CREATE INDEX "ix_order_participants_participant_id" ON "order_participants" ("tenant_id", "is_test", "participant_id", "order_id");""",
                """CREATE INDEX "ix_orders_created_at" ON "orders" ("tenant_id", "is_test", "created_at", "order_id");""",
            ],
            without.Lines.Where(l => !l.StartsWith("--", StringComparison.Ordinal)));

        await LargePortal.ExecuteAsync(source, without.Output);
        await LargePortal.ExecuteAsync(source, "ANALYZE");
        Assert.Equal(own.Error, (await AdviseAsync(dialect, variable)).Error);
    }

    private static Task<ToolRun> AdviseAsync(string dialect, string variable, params string[] more) => Tool.RunAsync(
        Portal, ["scope", "advise", "scopes/portal.scope.json", "--policy", "policies", "--dialect", dialect, "--connection-env", variable, "--limit", "5000", .. more]);
}
