using System.Text;
using Npgsql;

namespace Cks.Scope.Tests.RowSecurity;

/// <summary>Writes by which somebody would see more afterwards: of what links, of what leads on by another way, of the own record, of a copied key.</summary>
public sealed class GuardedAttackTests
{
    private const string T = "\"tenant\": \"tenant\", \"test\": \"test\", \"fields\": { \"code\": \"id\" }";

    private static string Text(string name = "colleagues") => $$"""
        { "version": 1,
          "entities": {
            "manager": { "table": "managers", "key": "id", {{T}} },
            "customer": { "table": "customers", "key": "id", {{T}} },
            "center": { "table": "centers", "key": "id", {{T}} },
            "crew": { "table": "crew", "key": "id", {{T}} },
            "service": { "table": "services", "key": "id", {{T}} },
            "staffing": { "table": "staffing", "key": "id", {{T}} },
            "warehouse": { "table": "warehouses", "key": "id", {{T}} },
            "order": { "table": "orders", "key": "id", {{T}} },
            "report": { "table": "reports", "key": "id", {{T}} }
          },
          "relations": [
            { "name": "customers", "from": "manager", "to": "customer", "by": "manager", "parent": true },
            { "name": "centers", "from": "customer", "to": "center", "by": "customer", "parent": true },
            { "name": "crew", "from": "center", "to": "crew", "by": "center", "parent": true },
            { "name": "{{name}}", "from": "crew", "to": "crew", "by": "center", "on": "center" },
            { "name": "staffings", "from": "crew", "to": "staffing", "by": "crew" },
            { "name": "services", "from": "crew", "to": "service", "through": { "entity": "staffing", "from": "crew", "to": "service" } },
            { "name": "managerReports", "from": "crew", "to": "report", "by": "manager", "on": "boss" },
            { "name": "namedOrders", "from": "warehouse", "to": "order", "by": "warehouse" },
            { "name": "createdOrders", "from": "warehouse", "to": "order", "by": "creator" },
            { "name": "orderReports", "from": "order", "to": "report", "by": "order_id" },
            { "name": "regionReports", "from": "warehouse", "to": "report", "by": "region", "on": "region" },
            { "name": "warehouses", "from": "manager", "to": "warehouse", "by": "manager" }
          ],
          "scopeKeys": [{ "entity": "center", "column": "manager_copy", "ancestor": "manager" }],
          "sets": {
            "team": { "entity": "crew", "own": ["{{name}}"] },
            "orders": { "entity": "order", "own": ["namedOrders", "createdOrders"] },
            "reportsOfNamed": { "entity": "report", "below": ["namedOrders/orderReports"] }
          },
          "roles": {
            "crew": { "entity": "crew", "includeRelationships": ["services", "managerReports", "team"], "includeUpward": ["center"], "lists": ["staffings"] },
            "warehouse": { "entity": "warehouse", "includeRelationships": ["orders", "reportsOfNamed"] },
            "manager": { "entity": "manager", "includeRelationships": ["centers", "warehouses", "regionReports"] }
          } }
        """;

    private static ScopeModel Model(string text) => ScopeModelReader.Read("m", Encoding.UTF8.GetBytes(text)).GetOrThrow();

    private static async Task<GuardedDatabase> DatabaseAsync(ScopeModel model)
    {
        var database = await GuardedDatabase.CreateAsync(1);
        foreach (var (table, columns) in new[] { ("managers", ""), ("customers", "manager"), ("centers", "customer manager_copy"), ("crew", "center boss"), ("services", ""), ("staffing", "crew service"), ("warehouses", "region manager"), ("orders", "warehouse creator"), ("reports", "manager order_id region") })
            await database.RunAsync($"CREATE TABLE {table} (tenant text NOT NULL, test boolean NOT NULL, id text NOT NULL, {string.Concat(columns.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => c + " text, "))} PRIMARY KEY (tenant, id))");
        await database.RunAsync("""
            INSERT INTO managers VALUES ('main', false, 'M1'), ('main', false, 'M2');
            INSERT INTO customers VALUES ('main', false, 'K1', 'M1'), ('main', false, 'K2', 'M2');
            INSERT INTO centers VALUES ('main', false, 'C1', 'K1', 'M1'), ('main', false, 'C2', 'K2', 'M2');
            INSERT INTO crew VALUES ('main', false, 'W1', 'C1', 'M1'), ('main', false, 'W2', 'C2', 'M2');
            INSERT INTO services VALUES ('main', false, 'S2');
            INSERT INTO warehouses VALUES ('main', false, 'H1', 'north', 'M1'), ('main', false, 'H2', 'south', 'M2');
            INSERT INTO orders VALUES ('main', false, 'O1', 'H2', 'H1');
            INSERT INTO reports VALUES ('main', false, 'R2', 'M2', 'O1', 'south');
            """);
        await database.GuardAsync(model);
        return database;
    }

    [Theory]
    [InlineData("crew", "W1", "INSERT INTO staffing (tenant, test, id, crew, service) VALUES ('main', false, 'X', 'W1', 'S2')", "SELECT count(*) FROM services")]
    [InlineData("crew", "W1", "UPDATE crew SET boss = 'M2' WHERE id = 'W1'", "SELECT count(*) FROM reports")]
    [InlineData("crew", "W1", "DELETE FROM crew WHERE id = 'W1'", "SELECT 0::bigint")]
    [InlineData("warehouse", "H1", "UPDATE orders SET warehouse = 'H1' WHERE id = 'O1'", "SELECT count(*) FROM reports")]
    [InlineData("warehouse", "H1", "DELETE FROM orders WHERE id = 'O1'; INSERT INTO orders (tenant, test, id, warehouse) VALUES ('main', false, 'O1', 'H1')", "SELECT count(*) FROM reports")]
    [InlineData("manager", "M1", "INSERT INTO centers (tenant, test, id, customer, manager_copy) VALUES ('main', false, 'C9', 'K2', 'M1')", "SELECT count(*) FROM centers")]
    [InlineData("manager", "M1", "UPDATE centers SET customer = 'K2' WHERE id = 'C1'", "SELECT count(*) FROM centers")]
    [InlineData("manager", "M1", "UPDATE warehouses SET region = 'south' WHERE id = 'H1'", "SELECT count(*) FROM reports")]
    public async Task S13_nobody_writes_itself_more_to_see(string role, string code, string write, string seen)
    {
        await using var database = await DatabaseAsync(Model(Text()));
        await using var connection = await database.App.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await Run(connection, $"SELECT set_config('cks.tenant', 'main', true), set_config('cks.role', '{role}', true), set_config('cks.code', '{code}', true), set_config('cks.test', 'false', true)");
        var before = await Run(connection, seen);
        var rows = 0;
        try
        {
            await using var command = new NpgsqlCommand(write, connection);
            rows = await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == "42501")
        {
            return;
        }

        Assert.Equal((0, before), (rows, await Run(connection, seen)));
    }

    private static async Task<object?> Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
