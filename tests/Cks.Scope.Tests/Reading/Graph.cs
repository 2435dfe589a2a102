using System.Data.Common;
using System.Globalization;
using System.Text;
using CsCheck;

namespace Cks.Scope.Tests.Reading;

/// <summary>
/// A row of any table of the test model. <see cref="Parent"/> may point anywhere: to no row, into another tenant, into the other test class. <see cref="Link"/> is the service of a
/// staffing, and the copied manager of a center.
/// </summary>
internal sealed record Node(string Table, string Id, string Tenant, bool Test, bool Archived, string? Status, string? Parent, string? Link = null);

/// <summary>Random data without any foreign key, and what each viewer sees of it, written straight from the meaning of the rules.</summary>
internal sealed class Graph(IReadOnlyList<Node> nodes, IReadOnlyList<Order>? orders = null, IReadOnlyList<Participant>? participants = null, IReadOnlyList<Report>? reports = null)
{
    public static readonly DateTimeOffset Now = new(2026, 3, 10, 15, 30, 0, TimeSpan.Zero);
    public static readonly string[] Tenants = ["main", "acme"];

    private static readonly Dictionary<string, (string Table, string Column)> Parents = new()
    {
        ["customers"] = ("managers", "manager"),
        ["centers"] = ("customers", "customer"),
        ["crew"] = ("centers", "center"),
        ["services"] = ("centers", "center"),
    };

    private static readonly Dictionary<string, string> Prefixes = new()
    {
        ["managers"] = "MGR",
        ["customers"] = "CUS",
        ["centers"] = "CEN",
        ["crew"] = "CRW",
        ["services"] = "SRV",
        ["admins"] = "ADM",
        ["orders"] = "ORD",
        ["reports"] = "RPT",
    };

    private static readonly string[] Tables = ["managers", "customers", "centers", "crew", "services", "admins", "staffing"];
    private static readonly string?[] Statuses = ["active", " Assigned ", "paused", "", null];
    private static readonly string?[] Kinds = ["plain", "plain", "secret", "hidden", null];
    private static readonly DateTimeOffset Today = new(2026, 3, 10, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset?[] Moments = [Today.AddMilliseconds(-1), Today, Now, Today.AddDays(1).AddMilliseconds(-1), Today.AddDays(1), Today.AddDays(40), null];

    private static readonly Gen<Node> GenNode = Gen.Select(Gen.Int[0, 6], Gen.Int[1, 3], Gen.Int[0, 1], Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 3], Gen.Int[1, 3])
        .Select((table, id, tenant, test, archived, status, parent, link) => Tables[table] == "staffing"
            ? new Node("staffing", "", Tenants[tenant], test == 0, false, null, Code("crew", Math.Max(parent, 1)), Code("services", link))
            : new Node(
                Tables[table], Code(Tables[table], id), Tenants[tenant], test == 0, archived == 0, Statuses[status],
                parent == 0 || !Parents.TryGetValue(Tables[table], out var up) ? null : Code(up.Table, parent), Tables[table] == "centers" ? Code("managers", link) : null));

    private static readonly Gen<string?> GenViewer = Gen.Select(Gen.OneOf("managers", "customers", "centers", "crew"), Gen.Int[0, 3]).Select((table, id) => id == 0 ? null : Code(table, id));

    private static readonly Gen<Order> GenOrder = Gen.Select(
        Gen.Select(Gen.Int[1, 9], Gen.Int[0, 1], Gen.Int[0, 5], Gen.Int[0, 5]),
        Gen.Select(Gen.OneOf<string?>("open", "ready", "done", null), Gen.OneOf(Kinds), GenViewer, Gen.Int[0, 3], Gen.Int[0, 3]),
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 6], Gen.Int[0, 4], Gen.Int[0, 4])).Select((own, links, values) => new Order(
            Code("orders", own.Item1), Tenants[own.Item2], own.Item3 == 0, own.Item4 == 0,
            links.Item1, links.Item2, links.Item3, links.Item4 == 0 ? null : Code("customers", links.Item4), links.Item5 == 0 ? null : Code("centers", links.Item5),
            Moments[values.Item1]!.Value, Moments[values.Item2], values.Item3 == 0 ? null : values.Item3, values.Item4 == 0 ? null : values.Item4));

    private static readonly Gen<Participant> GenParticipant = Gen.Select(Gen.Int[0, 1], Gen.Int[0, 4], GenViewer, Gen.Int[1, 9])
        .Select((tenant, test, who, order) => new Participant(Tenants[tenant], test == 0, who ?? "", Code("orders", order)));

    private static readonly Gen<Report> GenReport = Gen.Select(Gen.Int[1, 4], Gen.Int[0, 1], Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 3])
        .Select((id, tenant, test, archived, manager) => new Report(Code("reports", id), Tenants[tenant], test == 0, archived == 0, manager == 0 ? null : Code("managers", manager)));

    public static Gen<Graph> All { get; } = Gen.Select(GenNode.Array[5, 40], GenOrder.Array[0, 20], GenParticipant.Array[0, 10], GenReport.Array[0, 6]).Select((nodes, orders, participants, reports) => new Graph(
        [.. nodes.DistinctBy(n => n.Table == "staffing" ? (n.Table, n.Parent + n.Link, n.Tenant) : (n.Table, n.Id, n.Tenant))],
        [.. orders.DistinctBy(o => (o.Id, o.Tenant))], [.. participants.Distinct()], [.. reports.DistinctBy(r => (r.Id, r.Tenant))]));

    private ILookup<string, Node>? _tables;

    public IReadOnlyList<Node> Nodes { get; } = Copied(nodes);

    public IReadOnlyList<Order> Orders { get; } = orders ?? [];

    public IReadOnlyList<Participant> Participants { get; } = participants ?? [];

    public IReadOnlyList<Report> Reports { get; } = reports ?? [];

    public IEnumerable<Node> Of(string table) => (_tables ??= Nodes.ToLookup(n => n.Table))[table];

    public Node? Viewer(string table, string id, string tenant, bool test) => Of(table).SingleOrDefault(n => n.Id == id && n.Tenant == tenant && n.Test == test && !n.Archived);

    /// <summary>Live rows of a table that hang below the viewer by parent columns, all of one tenant and test class.</summary>
    public IEnumerable<Node> Below(Node viewer, string table, string? liveTable = null) => Of(table).Where(n => !n.Archived && HangsBelow(n, viewer, liveTable));

    /// <summary>Whether a row hangs below another by parent columns, live or not.</summary>
    public bool IsUnder(Node node, Node above) => HangsBelow(node, above, null);

    /// <summary>Services that the crew member is staffed on.</summary>
    public IEnumerable<Node> Staffed(Node crew) => Of("services").Where(s => !s.Archived && Same(s, crew)
        && Of("staffing").Any(l => Same(l, crew) && l.Parent == crew.Id && l.Link == s.Id));

    public Node? Above(Node viewer) => Of(Parents[viewer.Table].Table).SingleOrDefault(p => Same(p, viewer) && !p.Archived && p.Id == viewer.Parent);

    /// <summary>The order list: created, joined (not for managers), or for a customer or center that is the viewer or stands below it, as far as the policy shows them to the role; newest first.</summary>
    public IEnumerable<Order> OrderList(Node viewer) => UnfilteredOrders(viewer).Where(o => Shows(viewer, o));

    /// <summary>The order list, whatever the policy says.</summary>
    public IEnumerable<Order> UnfilteredOrders(Node viewer) => Newest(Orders.Where(o => !o.Archived && IsOf(viewer, o.Tenant, o.Test)
        && (o.Creator == viewer.Id
            || (viewer.Table != "managers" && Participants.Any(p => IsOf(viewer, p.Tenant, p.Test) && p.Who == viewer.Id && p.Order == o.Id))
            || (viewer.Table == "managers" && Of("customers").Any(c => c.Id == o.Customer && HangsBelow(c, viewer, null)))
            || Of("centers").Any(c => c.Id == o.Center && (c == viewer || HangsBelow(c, viewer, null))))));

    /// <summary>Reports about the manager that stands on the center itself.</summary>
    public IEnumerable<Report> ReportList(Node center) => Reports.Where(r => !r.Archived && IsOf(center, r.Tenant, r.Test) && r.Manager is not null && r.Manager == center.Link).OrderBy(r => r.Id, StringComparer.Ordinal);

    /// <summary>Everything live of a table in the viewer's tenant and test class.</summary>
    public IEnumerable<Node> Everything(Node viewer, string table) => Of(table).Where(n => !n.Archived && Same(n, viewer));

    public IEnumerable<Order> EveryOrder(Node viewer) => Newest(Orders.Where(o => !o.Archived && IsOf(viewer, o.Tenant, o.Test)));

    public static bool IsOpen(Order order) => order.Status is "open" or "ready";

    public static bool IsDue(Order order, bool orLater) => order.Due >= Today && (orLater || order.Due < Today.AddDays(1));

    // The policy: what is unknown does not permit, and does deny.
    private static bool Shows(Node viewer, Order o) => viewer.Table switch
    {
        "managers" => o.Kind is not (null or "secret" or "hidden") || o.Status is not (null or "open"),
        "centers" => (o.Status is "open" or "done" && o.Kind == "plain") || o.Creator == viewer.Id,
        "crew" => IsOpen(o),
        _ => true,
    };

    private static IEnumerable<Order> Newest(IEnumerable<Order> orders) => orders.OrderByDescending(o => o.Created).ThenByDescending(o => o.Id, StringComparer.Ordinal);

    public static string Code(string table, int number) => $"{Prefixes[table]}-{number:000}";

    // Whoever moves a row moves the copies too: they are what the chain says, and nothing where it breaks off.
    private static Node[] Copied(IReadOnlyList<Node> nodes)
    {
        var customers = nodes.Where(n => n.Table == "customers").ToLookup(n => (n.Id, n.Tenant, n.Test));
        return [.. nodes.Select(n => n.Table != "centers" ? n : n with { Link = n.Parent is null ? null : customers[(n.Parent, n.Tenant, n.Test)].FirstOrDefault()?.Parent })];
    }

    private bool HangsBelow(Node node, Node viewer, string? liveTable)
    {
        if (!Same(node, viewer) || !Parents.TryGetValue(node.Table, out var up) || node.Parent is null)
            return false;
        if (up.Table == viewer.Table)
            return node.Parent == viewer.Id;
        return Of(up.Table).Any(p => p.Id == node.Parent && Same(p, node) && (p.Table != liveTable || !p.Archived) && HangsBelow(p, viewer, liveTable));
    }

    private static bool Same(Node a, Node b) => a.Tenant == b.Tenant && a.Test == b.Test;

    private static bool IsOf(Node viewer, string tenant, bool test) => viewer.Tenant == tenant && viewer.Test == test;

    public async Task WriteAsync(DbDataSource source, string timestamp)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        var (sql, into) = (new StringBuilder(), (string?)null);
        foreach (var table in Tables)
        {
            var own = table == "staffing" ? "service text, crew text" : "id text, status text, archived " + timestamp + (Parents.TryGetValue(table, out var up) ? $", {up.Column} text" : "") + (table == "centers" ? ", manager_copy text" : "");
            Create(table, own);
        }

        Create("orders", $"id text, archived {timestamp}, status text, kind text, creator text, customer text, center text, created {timestamp} NOT NULL, due {timestamp}, on_hand bigint, minimum bigint");
        Create("participants", "order_id text, viewer text");
        Create("reports", $"id text, archived {timestamp}, manager text");
        foreach (var (table, values) in Rows())
            Insert(table, values);
        command.CommandText = sql.ToString();
        await command.ExecuteNonQueryAsync();

        void Create(string table, string columns) => sql.Append(CultureInfo.InvariantCulture, $"DROP TABLE IF EXISTS {table}; CREATE TABLE {table} (tenant text, test boolean, {columns});\n");

        // Rows of one table that follow each other are one statement.
        void Insert(string table, (string Column, object? Value)[] values)
        {
            sql.Append(table == into ? ",\n" : $"{(into is null ? "" : ";\n")}INSERT INTO {table} ({string.Join(", ", values.Select(v => v.Column))}) VALUES ");
            sql.Append(CultureInfo.InvariantCulture, $"({string.Join(", ", values.Select(v => Literal(v.Value)))})");
            into = table;
        }
    }

    /// <summary>The same rows in memory.</summary>
    public ScopeRows InMemory()
    {
        var rows = new ScopeRows();
        foreach (var (table, values) in Rows())
            rows.Add(table, values.ToDictionary(v => v.Column, v => v.Value));
        return rows;
    }

    private IEnumerable<(string Table, (string Column, object? Value)[] Values)> Rows()
    {
        foreach (var n in Nodes.OrderBy(n => n.Table, StringComparer.Ordinal))
            yield return n.Table == "staffing"
                ? Row("staffing", n.Tenant, n.Test, ("service", n.Link), ("crew", n.Parent))
                : Row(n.Table, n.Tenant, n.Test, [("id", n.Id), ("status", n.Status), ("archived", Archived(n.Archived)), .. Parents.TryGetValue(n.Table, out var up) ? [(up.Column, n.Parent)] : Array.Empty<(string, object?)>(), .. n.Table == "centers" ? [("manager_copy", n.Link)] : Array.Empty<(string, object?)>()]);
        foreach (var o in Orders)
            yield return Row("orders", o.Tenant, o.Test, ("id", o.Id), ("archived", Archived(o.Archived)), ("status", o.Status), ("kind", o.Kind), ("creator", o.Creator), ("customer", o.Customer), ("center", o.Center),
                ("created", o.Created), ("due", o.Due), ("on_hand", o.OnHand), ("minimum", o.Minimum));
        foreach (var p in Participants)
            yield return Row("participants", p.Tenant, p.Test, ("order_id", p.Order), ("viewer", p.Who));
        foreach (var r in Reports)
            yield return Row("reports", r.Tenant, r.Test, ("id", r.Id), ("archived", Archived(r.Archived)), ("manager", r.Manager));

        static (string, (string, object?)[]) Row(string table, string tenant, bool test, params (string, object?)[] values) => (table, [("tenant", tenant), ("test", test), .. values]);
    }

    private static DateTimeOffset? Archived(bool archived) => archived ? new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) : null;

    private static string Literal(object? value) => value switch
    {
        null => "NULL",
        bool flag => flag ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        DateTimeOffset moment => $"'{moment.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}'",
        _ => $"'{value.ToString()!.Replace("'", "''")}'",
    };
}
