using Cks.Scope.Tests.Model;
using Cks.Scope.Tests.Reading;
using Npgsql;

namespace Cks.Scope.Tests.RowSecurity;

/// <summary>What a policy asks is asked once a query, not with each row: a function a row took ten thousand times as long.</summary>
public sealed class PlanOfPoliciesTests
{
    [Theory]
    [InlineData("manager", "MGR-001", "crew", 1_500, true)]
    [InlineData("manager", "MGR-001", "centers", 100, false)]
    [InlineData("center", "CEN-1", "crew", 15, true)]
    [InlineData("crew", "CRW-1", "centers", 1, false)]
    public async Task Functions_run_once_and_keys_are_hashed(string role, string code, string table, int rows, bool isHashed)
    {
        await using var database = await GuardedDatabase.CreateAsync(1);
        await new Graph([new("managers", "MGR-001", "main", false, false, null, null), new("managers", "MGR-002", "main", false, false, null, null)]).WriteAsync(database.Owner, "timestamptz");
        await database.RunAsync("""
            INSERT INTO centers (tenant, test, id, customer, manager_copy) SELECT 'main', false, 'CEN-' || i, 'CUS-001', 'MGR-00' || (i % 2 + 1) FROM generate_series(1, 200) i;
            INSERT INTO crew (tenant, test, id, center) SELECT 'main', false, 'CRW-' || i, 'CEN-' || (i % 200 + 1) FROM generate_series(1, 3000) i;
            """);
        await database.GuardAsync(ScopeText.ModelStore.Current.Value);
        await database.RunAsync("ANALYZE");
        await using var connection = await database.App.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var identity = new NpgsqlCommand($"SELECT set_config('cks.tenant', 'main', true), set_config('cks.role', '{role}', true), set_config('cks.code', '{code}', true), set_config('cks.test', 'false', true)", connection))
            await identity.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var plan = new List<string>();
        await using (var explain = new NpgsqlCommand($"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT * FROM {table}", connection))
        await using (var reader = await explain.ExecuteReaderAsync(TestContext.Current.CancellationToken))
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
                plan.Add(reader.GetString(0));

        Assert.Equal(isHashed, plan.Exists(l => l.Contains("hashed SubPlan", StringComparison.Ordinal)));
        Assert.DoesNotContain("(SubPlan", string.Join('\n', plan), StringComparison.Ordinal); // asked with each row
        Assert.Contains($"rows={rows} loops=1", plan[0], StringComparison.Ordinal);
        Assert.All(plan.Where(l => l.Contains("actual rows", StringComparison.Ordinal)), l => Assert.Contains("loops=1)", l, StringComparison.Ordinal));
    }
}
