using Cks.QueryBuilder;
using Npgsql;

namespace Cks.Scope.Tests.RowSecurity;

public sealed class GuardedWritingTests(GuardedWorld world) : IClassFixture<GuardedWorld>
{
    // Of each: the role and code, what is written, how many rows that is, or the state of the refusal.
    [Theory]
    // Rows of one's own scope.
    [InlineData("manager", "MGR-001", "INSERT INTO customers (tenant, test, id, manager) VALUES ('main', false, 'CUS-009', 'MGR-001')", 1)]
    [InlineData("manager", "MGR-001", "UPDATE customers SET status = 'paused'", 1)]
    [InlineData("manager", "MGR-001", "UPDATE crew SET status = 'paused' WHERE id LIKE 'CRW%'", 1)]
    [InlineData("manager", "MGR-001", "INSERT INTO crew (tenant, test, id, center) VALUES ('main', false, 'CRW-009', 'CEN-001')", 1)]
    [InlineData("manager", "MGR-001", "UPDATE managers SET status = 'paused'", 1)]
    [InlineData("manager", "MGR-001", "DELETE FROM customers", 1)]
    [InlineData("center", "CEN-001", "UPDATE centers SET status = 'x', customer = customer", 1)]
    // Outside of it.
    [InlineData("manager", "MGR-001", "UPDATE customers SET status = 'x' WHERE id = 'CUS-002'", 0)]
    [InlineData("manager", "MGR-001", "DELETE FROM customers WHERE id = 'CUS-002'", 0)]
    [InlineData("manager", "MGR-001", "DELETE FROM managers", 0)]
    [InlineData("manager", "MGR-001", "UPDATE crew SET center = 'CEN-002'", "42501")]
    [InlineData("manager", "MGR-001", "UPDATE customers SET manager = 'MGR-002'", "42501")]
    [InlineData("manager", "MGR-001", "UPDATE customers SET tenant = 'acme'", "42501")]
    [InlineData("manager", "MGR-001", "UPDATE customers SET test = true", "42501")]
    [InlineData("manager", "MGR-001", "UPDATE customers SET archived = now()", "42501")]
    [InlineData("manager", "MGR-001", "INSERT INTO customers (tenant, test, id, manager) VALUES ('main', false, 'CUS-009', 'MGR-002')", "42501")]
    [InlineData("manager", "MGR-001", "INSERT INTO customers (tenant, test, id, manager) VALUES ('acme', false, 'CUS-009', 'MGR-001')", "42501")]
    [InlineData("manager", "MGR-001", "INSERT INTO customers (tenant, test, id, manager) VALUES ('main', true, 'CUS-009', 'MGR-001')", "42501")]
    [InlineData("manager", "MGR-001", "INSERT INTO managers (tenant, test, id) VALUES ('main', false, 'MGR-001')", "42501")]
    [InlineData("manager", "MGR-001", "INSERT INTO crew (tenant, test, id, center) VALUES ('main', false, 'CRW-009', 'CEN-002')", "42501")]
    // By which one would see others.
    [InlineData("crew", "CRW-001", "UPDATE crew SET status = 'away'", 1)]
    [InlineData("crew", "CRW-001", "UPDATE crew SET center = 'CEN-002'", "42501")]
    [InlineData("crew", "CRW-001", "UPDATE crew SET center = NULL", "42501")]
    [InlineData("crew", "CRW-001", "UPDATE crew SET id = 'CRW-002'", "42501")]
    [InlineData("center", "CEN-001", "UPDATE centers SET manager_copy = 'MGR-002'", "42501")]
    [InlineData("crew", "CRW-001", "INSERT INTO staffing (tenant, test, service, crew) VALUES ('main', false, 'SRV-002', 'CRW-001')", "42501")]
    [InlineData("crew", "CRW-001", "INSERT INTO participants (tenant, test, order_id, viewer) VALUES ('main', false, 'ORD-001', 'CRW-001')", "42501")]
    [InlineData("crew", "CRW-001", "UPDATE centers SET status = 'x'", 0)]
    // Nobody.
    [InlineData("", "", "UPDATE customers SET status = 'x'", 0)]
    [InlineData("", "", "INSERT INTO customers (tenant, test, id, manager) VALUES ('main', false, 'CUS-009', 'MGR-001')", "42501")]
    [InlineData("manager", "MGR-003", "INSERT INTO customers (tenant, test, id, manager) VALUES ('main', false, 'CUS-009', 'MGR-003')", "42501")]
    public async Task S13_a_write_stays_within_the_scope_before_and_after(string role, string code, string write, object result)
    {
        var database = await world.DatabaseAsync();
        await using var connection = await database.App.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var identity = new NpgsqlCommand("SELECT set_config('cks.tenant', 'main', true), set_config('cks.role', $1, true), set_config('cks.code', $2, true), set_config('cks.test', 'false', true)", connection, transaction))
        {
            identity.Parameters.Add(new() { Value = role });
            identity.Parameters.Add(new() { Value = code });
            await identity.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using var command = new NpgsqlCommand(write, connection, transaction);
        if (result is int rows)
        {
            Assert.Equal(rows, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
            return;
        }

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        Assert.Equal(result, refused.SqlState);
        Assert.Contains("row-level security", refused.MessageText, StringComparison.Ordinal);
        Assert.True(refused.IsWriteConflict());
    }

    [Fact]
    public async Task S24_what_the_other_has_taken_and_what_is_outside_are_one_conflict_and_a_missing_right_is_none()
    {
        var database = await world.DatabaseAsync();
        await using var connection = await database.App.OpenConnectionAsync(TestContext.Current.CancellationToken);

        var outside = await FailAsync("INSERT INTO customers (tenant, test, id, manager) VALUES ('main', false, 'CUS-002', 'MGR-002')");
        var missing = await FailAsync("TRUNCATE customers");

        Assert.Equal(("42501", "42501"), (outside.SqlState, missing.SqlState));
        Assert.Equal((true, false), (outside.IsWriteConflict(), missing.IsWriteConflict()));

        async Task<PostgresException> FailAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }
    }
}
