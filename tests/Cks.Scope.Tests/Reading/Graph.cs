using System.Data.Common;
using CsCheck;

namespace Cks.Scope.Tests.Reading;

/// <summary>A row of any table of the test model. <see cref="Parent"/> may point anywhere: to no row, into another tenant, into the other test class.</summary>
internal sealed record Node(string Table, string Id, string Tenant, bool Test, bool Archived, string? Status, string? Parent, string? Link = null);

/// <summary>Random data without any foreign key, and what each viewer sees of it, written straight from the meaning of the rules.</summary>
internal sealed class Graph(IReadOnlyList<Node> nodes)
{
    private static readonly Dictionary<string, (string Table, string Column)> Parents = new()
    {
        ["customers"] = ("managers", "manager"),
        ["centers"] = ("customers", "customer"),
        ["crew"] = ("centers", "center"),
        ["services"] = ("centers", "center"),
    };

    public static readonly string[] Tenants = ["main", "acme"];
    private static readonly string[] Tables = ["managers", "customers", "centers", "crew", "services", "staffing"];
    private static readonly string?[] Statuses = ["active", " Assigned ", "paused", "", null];

    private static readonly Gen<Node> GenNode = Gen.Select(Gen.Int[0, 5], Gen.Int[1, 3], Gen.Int[0, 1], Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 3], Gen.Int[1, 3])
        .Select((table, id, tenant, test, archived, status, parent, link) => new Node(
            Tables[table], $"{Tables[table][0]}{Tables[table][1]}{id}", Tenants[tenant], test == 0, archived == 0, Statuses[status],
            table == 0 || parent == 0 ? null : table == 5 ? $"cr{parent}" : $"{Parents[Tables[table]].Table[..2]}{parent}", table == 5 ? $"se{link}" : null));

    public static Gen<Graph> All { get; } = GenNode.Array[5, 40].Select(nodes =>
        new Graph([.. nodes.DistinctBy(n => (n.Table, n.Id, n.Tenant, n.Parent, n.Link)).DistinctBy(n => n.Table == "staffing" ? (n.Table, n.Parent + n.Link, n.Tenant) : (n.Table, n.Id, n.Tenant))]));

    public IReadOnlyList<Node> Nodes => nodes;

    public IEnumerable<Node> Of(string table) => nodes.Where(n => n.Table == table);

    public Node? Viewer(string table, string id, string tenant, bool test) => Of(table).SingleOrDefault(n => n.Id == id && n.Tenant == tenant && n.Test == test && !n.Archived);

    /// <summary>Live rows of a table that hang below the viewer by parent columns, all of one tenant and test class.</summary>
    public IEnumerable<Node> Below(Node viewer, string table, string? liveTable = null) => Of(table).Where(n => !n.Archived && HangsBelow(n, viewer, liveTable));

    /// <summary>Services that the crew member is staffed on.</summary>
    public IEnumerable<Node> Staffed(Node crew) => Of("services").Where(s => !s.Archived && Same(s, crew)
        && Of("staffing").Any(l => Same(l, crew) && l.Parent == crew.Id && l.Link == s.Id));

    public Node? Above(Node viewer) => Of(Parents[viewer.Table].Table).SingleOrDefault(p => Same(p, viewer) && !p.Archived && p.Id == viewer.Parent);

    private bool HangsBelow(Node node, Node viewer, string? liveTable)
    {
        if (!Same(node, viewer) || !Parents.TryGetValue(node.Table, out var up) || node.Parent is null)
            return false;
        if (up.Table == viewer.Table)
            return node.Parent == viewer.Id;
        return Of(up.Table).Any(p => p.Id == node.Parent && Same(p, node) && (p.Table != liveTable || !p.Archived) && HangsBelow(p, viewer, liveTable));
    }

    private static bool Same(Node a, Node b) => a.Tenant == b.Tenant && a.Test == b.Test;

    public async Task WriteAsync(DbDataSource source, string timestamp)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        var sql = new System.Text.StringBuilder();
        foreach (var table in Tables)
        {
            var own = table == "staffing" ? "service text, crew text" : "id text, status text, archived " + timestamp + (Parents.TryGetValue(table, out var up) ? $", {up.Column} text" : "");
            sql.Append($"DROP TABLE IF EXISTS {table}; CREATE TABLE {table} (tenant text, test boolean, {own});\n");
        }

        foreach (var n in nodes)
        {
            static string Text(string? value) => value is null ? "NULL" : $"'{value}'";
            var archived = n.Archived ? "'2026-01-02T03:04:05.0000000Z'" : "NULL";
            sql.Append(n.Table switch
            {
                "staffing" => $"INSERT INTO staffing (tenant, test, service, crew) VALUES ('{n.Tenant}', {n.Test}, {Text(n.Link)}, {Text(n.Parent)});\n",
                "managers" => $"INSERT INTO managers (tenant, test, id, status, archived) VALUES ('{n.Tenant}', {n.Test}, '{n.Id}', {Text(n.Status)}, {archived});\n",
                _ => $"INSERT INTO {n.Table} (tenant, test, id, status, archived, {Parents[n.Table].Column}) VALUES ('{n.Tenant}', {n.Test}, '{n.Id}', {Text(n.Status)}, {archived}, {Text(n.Parent)});\n",
            });
        }

        command.CommandText = sql.ToString();
        await command.ExecuteNonQueryAsync();
    }
}
