using System.Globalization;
using System.Text;
using CsCheck;

namespace Cks.Scope.Tests.Activity;

/// <summary>A record of somebody; <see cref="Parent"/> may point anywhere.</summary>
internal sealed record Somebody(string Table, string Id, string Tenant, bool Test, bool Archived, string? Parent, DateTimeOffset? Since)
{
    public string Role => Table.TrimEnd('s');
}

internal sealed record Thing(string Id, string Tenant, bool Test, bool Archived, string Status, string? Center, string? Crew);

internal sealed record Happened(string Id, string Tenant, bool Test, string Type, string? Actor, string? Target, string? TargetType, string? Center, string? Crew, DateTimeOffset At);

/// <summary>Random people, orders and events of an application, without any foreign key, and what each of them hears, written straight from the meaning of the rules.</summary>
internal sealed record EventGraph(Somebody[] People, Thing[] Orders, Happened[] Events, (string Viewer, Happened Event)[] Dismissed, bool KnowsSince)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly (string Table, string Prefix, string? Above)[] Tables = [("managers", "MGR", null), ("customers", "CUS", "MGR"), ("centers", "CEN", "CUS"), ("crew", "CRW", "CEN")];
    private static readonly string[] Tenants = ["main", "acme"];
    private static readonly string[] Types = ["order_opened", "order_opened", "crew_moved", "crew_moved", "product_created", "crew_archived", "unheard_of"];

    private static readonly Gen<bool> GenSeldom = Gen.Int[0, 4].Select(i => i == 0);
    private static readonly Gen<string> GenTenant = Gen.Int[0, 4].Select(i => Tenants[i / 4]);
    private static readonly Gen<DateTimeOffset> GenMoment = Gen.Int[0, 4].Select(i => Start.AddHours(i));

    private static readonly Gen<Somebody> GenPerson = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 3], GenTenant, GenSeldom, GenSeldom, Gen.Int[0, 3], Gen.Select(GenSeldom, GenMoment)).Select((table, id, tenant, test, archived, parent, since) =>
        new Somebody(Tables[table].Table, Code(Tables[table].Prefix, id), tenant, test, archived, parent == 0 || Tables[table].Above is not { } up ? null : Code(up, parent), since.Item1 ? null : since.Item2));

    private static readonly Gen<Thing> GenOrder = Gen.Select(Gen.Int[1, 4], GenTenant, GenSeldom, GenSeldom, Gen.OneOf("open", "hidden"), Gen.Int[0, 3], Gen.Int[0, 3]).Select((id, tenant, test, archived, status, center, crew) =>
        new Thing($"ORD-{id}", tenant, test, archived, status, center == 0 ? null : Code("CEN", center), crew == 0 ? null : Code("CRW", crew)));

    private static readonly Gen<string?> GenCode = Gen.Select(Gen.Int[0, 4], Gen.Int[1, 3]).Select((table, id) => table == 4 ? null : Code(Tables[table].Prefix, id));

    private static readonly Gen<(string?, string?)> GenTarget = Gen.Select(Gen.Int[0, 6], Gen.Int[1, 3]).Select((kind, id) => kind switch
    {
        0 => (null, null),
        1 => ("ORD-1", "nothing"),
        2 => (Code("CEN", id), "center"),
        3 or 4 => (Code("CRW", id), "crew"),
        _ => ((string?)$"ORD-{id}", (string?)"order"),
    });

    private static readonly Gen<Happened> GenEvent = Gen.Select(Gen.Int[1, 99], GenTenant, GenSeldom, Gen.OneOf(Types), Gen.Select(GenCode, GenTarget), Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3]), GenMoment).Select((id, tenant, test, type, who, ids, at) =>
        new Happened($"e{id:00}", tenant, test, type, who.Item1, who.Item2.Item1, who.Item2.Item2, ids.Item1 == 0 ? null : Code("CEN", ids.Item1), ids.Item2 == 0 ? null : Code("CRW", ids.Item2), at));

    public static Gen<EventGraph> All { get; } = Gen.Select(GenPerson.Array[4, 24], GenOrder.Array[0, 8], GenEvent.Array[0, 30], Gen.Select(Gen.Int[0, 23], Gen.Int[0, 29]).Array[0, 6], GenSeldom).Select((people, orders, some, dismissed, lacks) =>
    {
        Happened[] events = [.. some.DistinctBy(e => (e.Id, e.Tenant))];
        return new EventGraph(
            [.. people.DistinctBy(p => (p.Id, p.Tenant))], [.. orders.DistinctBy(o => (o.Id, o.Tenant))], events,
            [.. dismissed.Where(_ => events.Length > 0).Select(d => (people[d.Item1 % people.Length].Id, events[d.Item2 % events.Length])).Distinct()], !lacks);
    });

    /// <summary>What the viewer hears, dismissed or not.</summary>
    public IEnumerable<Happened> Heard(Somebody me) => me.Archived ? [] : Events.Where(e => e.Tenant == me.Tenant && e.Test == me.Test && e.Type switch
    {
        "order_opened" => (IsActor(me, e) || (me.Table == "centers" && e.Center == me.Id) || (me.Table == "crew" && e.Crew == me.Id) || IsBelow(me, e.Center, e)) && Sees(me, e.TargetType, e.Target),
        "crew_moved" => IsActor(me, e) || (me.Table != "managers" && e.Target == me.Id) || (me.Table == "centers" && e.Center == me.Id) || (IsBelow(me, e.Target, e, e.TargetType) && Sees(me, e.TargetType, e.Target)),
        "product_created" => me.Table is "centers" or "crew" || IsActor(me, e),
        _ => false,
    });

    /// <summary>What stands in the viewer's feed.</summary>
    public IEnumerable<Happened> Feed(Somebody me) => Heard(me).Where(e => !Dismissed.Any(d => d.Viewer == me.Id && d.Event.Id == e.Id && d.Event.Tenant == me.Tenant && d.Event.Test == me.Test))
        .OrderByDescending(e => e.At).ThenByDescending(e => e.Id, StringComparer.Ordinal);

    /// <summary>Who of an event's actor is shown.</summary>
    public string? ActorFor(Somebody me, Happened e) => e.Actor is { } actor && (actor == me.Id || Sees(me, RoleOf(actor), actor)) ? actor : null;

    /// <summary>Whether the viewer sees a row now.</summary>
    public bool Sees(Somebody me, string? entity, string? code) => entity switch
    {
        "order" => Orders.Any(o => o.Id == code && !o.Archived && o.Tenant == me.Tenant && o.Test == me.Test && me.Table switch
        {
            "managers" => Find(me, o.Center) is { } center && StandsBelow(me, center),
            "centers" => o.Center == me.Id,
            "crew" => o.Crew == me.Id && o.Status == "open",
            _ => false,
        }),
        "manager" or "customer" or "center" or "crew" => Find(me, code) is { Archived: false } row && row.Role == entity && (row == me || me.Table switch
        {
            "managers" => StandsBelow(me, row),
            "customers" => entity == "center" && StandsBelow(me, row),
            "centers" => StandsBelow(me, row),
            _ => entity == "center" && row.Id == me.Parent,
        }),
        _ => false,
    };

    public string Sql()
    {
        var sql = new StringBuilder("DELETE FROM managers; DELETE FROM customers; DELETE FROM centers; DELETE FROM crew; DELETE FROM orders; DELETE FROM events; DELETE FROM activity_dismissals;\n");
        foreach (var p in People)
            Insert(p.Table, [("tenant", p.Tenant), ("test", p.Test), ("id", p.Id), ("archived", p.Archived ? Start : null), .. p.Table == "managers" ? Array.Empty<(string, object?)>() : [("parent", p.Parent), ("since", p.Since)]]);
        foreach (var o in Orders)
            Insert("orders", ("tenant", o.Tenant), ("test", o.Test), ("id", o.Id), ("archived", o.Archived ? Start : null), ("status", o.Status), ("center", o.Center), ("crew", o.Crew));
        foreach (var e in Events)
            Insert("events", ("tenant", e.Tenant), ("test", e.Test), ("id", e.Id), ("type", e.Type), ("actor", e.Actor), ("target", e.Target), ("target_type", e.TargetType), ("center", e.Center), ("crew", e.Crew), ("at", e.At));
        foreach (var (viewer, e) in Dismissed)
            Insert("activity_dismissals", ("tenant_id", e.Tenant), ("is_test", e.Test), ("viewer", viewer), ("activity_id", e.Id), ("dismissed_at", Start));
        return sql.ToString();

        void Insert(string table, params (string Column, object? Value)[] values) => sql.Append(CultureInfo.InvariantCulture,
            $"INSERT INTO {table} ({string.Join(", ", values.Select(v => v.Column))}) VALUES ({string.Join(", ", values.Select(v => Literal(v.Value)))});\n");
    }

    private static bool IsActor(Somebody me, Happened e) => e.Actor == me.Id;

    // Crew have no ancestors in their filters, and nothing hangs below them either.
    private bool IsBelow(Somebody me, string? code, Happened e, string? entity = "center") =>
        KnowsSince && me.Table != "crew" && Find(me, code) is { } row && row.Role == entity && StandsBelow(me, row, e.At);

    private bool StandsBelow(Somebody me, Somebody row, DateTimeOffset? at = null) =>
        row.Table != "managers" && row.Parent is not null && (at is null || row.Since <= at) && (row.Parent == me.Id || (Find(me, row.Parent) is { } above && StandsBelow(me, above, at)));

    private Somebody? Find(Somebody me, string? code) => People.SingleOrDefault(p => p.Id == code && p.Tenant == me.Tenant && p.Test == me.Test);

    private static string? RoleOf(string code) => Tables.First(t => code.StartsWith(t.Prefix, StringComparison.Ordinal)).Table.TrimEnd('s');

    private static string Code(string prefix, int number) => $"{prefix}-{number:000}";

    private static string Literal(object? value) => value switch
    {
        null => "NULL",
        bool flag => flag ? "true" : "false",
        DateTimeOffset moment => $"'{moment.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}'",
        _ => $"'{value}'",
    };
}
