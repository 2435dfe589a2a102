using Cks.Scope;
using Npgsql;

namespace Cks.Benchmarks;

/// <summary>
/// The latest fifty events of a viewer as one would read them by hand: one statement for its role, in which the actors that the viewer sees are asked for by key. The planner cannot look at the audience and
/// asks for dismissals row by row, or it would plan the statement anew each time.
/// </summary>
internal static class FeedByHand
{
    private const string Own = "tenant_id = $1 AND is_test = $2";

    private static readonly Dictionary<string, string> Statements = new()
    {
        ["manager"] = Statement("managers", "manager_id",
            ("CON", Sees("contractors", "contractor_id", "cks_manager = $3")), ("CUS", Sees("customers", "customer_id", "cks_manager = $3")),
            ("CEN", Sees("centers", "center_id", "cks_manager = $3")), ("CRW", Sees("crew", "crew_id", "cks_manager = $3")), ("WHS", Sees("warehouses", "warehouse_id", "manager_id = $3"))),
        ["contractor"] = Statement("contractors", "contractor_id",
            ("CUS", Sees("customers", "customer_id", "contractor_id = $3")), ("CEN", Sees("centers", "center_id", "contractor_id = $3")), ("CRW", SeesCrew("contractor_id = $3"))),
        ["customer"] = Statement("customers", "customer_id", ("CEN", Sees("centers", "center_id", "customer_id = $3")), ("CRW", SeesCrew("customer_id = $3"))),
        ["center"] = Statement("centers", "center_id", ("CRW", Sees("crew", "crew_id", "assigned_center = $3"))),
        ["crew"] = Statement("crew", "crew_id", ("CEN", Sees("centers", "center_id", $"center_id = (SELECT assigned_center FROM crew WHERE {Own} AND crew_id = $3)"))),
        ["warehouse"] = Statement("warehouses", "warehouse_id", ("CEN", Sees("centers", "center_id", $"cks_manager = (SELECT manager_id FROM warehouses WHERE {Own} AND warehouse_id = $3)"))),
    };

    // Kinds of rows that a role sees at all, in the words of the events.
    private static readonly Dictionary<string, string[]> Kinds = new()
    {
        ["manager"] = ["manager", "contractor", "customer", "center", "crew", "warehouse", "service"],
        ["contractor"] = ["contractor", "customer", "center", "crew", "service"],
        ["customer"] = ["customer", "center", "crew", "service"],
        ["center"] = ["center", "crew", "service"],
        ["crew"] = ["crew", "center", "service"],
        ["warehouse"] = ["warehouse", "center", "service"],
    };

    public static async ValueTask<List<ActivityItem>> ReadAsync(NpgsqlDataSource source, string role, string code)
    {
        await using var command = source.CreateCommand(Statements[role]);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = LargeTables.Tenant });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = false });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = code });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"role:{role}" });
        await using var reader = await command.ExecuteReaderAsync();
        var (items, kinds) = (new List<ActivityItem>(51), Kinds[role]);
        while (await reader.ReadAsync())
        {
            var (type, target, targetType) = (reader.GetString(1), reader.GetString(5), reader.GetString(6));
            items.Add(new(
                reader.GetString(0), type, CategoryOf(type), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetString(4),
                target == code || Array.IndexOf(kinds, targetType) >= 0 ? target : null, targetType, reader.GetFieldValue<DateTimeOffset>(7).ToUniversalTime()));
        }

        if (items.Count > 50)
            items.RemoveAt(50);
        return items;
    }

    private static string CategoryOf(string type) => type is "crew_created" or "product_created" ? "action" : "info";

    private static string Statement(string table, string key, params (string Prefix, string Sees)[] actors) =>
        $"""
        SELECT a.activity_id, a.type, a.description, CASE WHEN a.actor_id = $3 THEN a.actor_id ELSE CASE substr(a.actor_id, 1, 3)
            {string.Join(' ', actors.Select(s => $"WHEN '{s.Prefix}' THEN {s.Sees}"))} END END, a.actor_role, a.target_id, a.target_type, a.created_at
        FROM ({Range("$3")} UNION {Range("$4")}) h JOIN activities a ON a.tenant_id = $1 AND a.is_test = $2 AND a.activity_id = h.activity_id
        WHERE EXISTS (SELECT FROM {table} WHERE {Own} AND {key} = $3 AND archived_at IS NULL)
        ORDER BY h.created_at DESC, h.activity_id DESC LIMIT 51
        """;

    private static string Range(string audience) =>
        $"""
        (SELECT created_at, activity_id FROM activity_audience h WHERE {Own} AND audience = (SELECT {audience})
            AND NOT EXISTS (SELECT FROM activity_dismissals d WHERE d.tenant_id = $1 AND d.is_test = $2 AND d.viewer = $3 AND d.activity_id = h.activity_id OFFSET 0)
            ORDER BY created_at DESC, activity_id DESC LIMIT 51)
        """;

    private static string Sees(string table, string key, string condition) => $"(SELECT {key} FROM {table} WHERE {Own} AND {key} = a.actor_id AND {condition} AND archived_at IS NULL)";

    private static string SeesCrew(string center) =>
        $"(SELECT c.crew_id FROM crew c JOIN centers e ON e.tenant_id = $1 AND e.is_test = $2 AND e.center_id = c.assigned_center WHERE c.tenant_id = $1 AND c.is_test = $2 AND c.crew_id = a.actor_id AND e.{center} AND c.archived_at IS NULL)";
}
