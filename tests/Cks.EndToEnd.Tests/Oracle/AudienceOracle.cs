namespace Cks.Tests.Oracle;

/// <summary>Who has to be in an event's audience, and who may be. Everybody else must not.</summary>
public sealed record OracleAudience(IReadOnlySet<string> Must, IReadOnlySet<string> May);

/// <summary>
/// Judges the audience of an event. The rules are those of section 4 of the scope reference and of the decisions on it: the codes of the event's typed ids,
/// its actor and target; the ancestors of that moment may be there and need not; nobody of another tenant or test class. The ancestors of that moment are
/// those of the tables, but where an assignment came later: then the assignments before it tell them.
/// </summary>
public sealed class AudienceOracle
{
    // The keys that name a person, with the role that the code must have.
    private static readonly Dictionary<string, string> Keys = new()
    {
        ["managerId"] = "manager",
        ["contractorId"] = "contractor",
        ["customerId"] = "customer",
        ["centerId"] = "center",
        ["crewId"] = "crew",
        ["warehouseId"] = "warehouse",
    };

    // Catalogue events are for roles as a whole.
    private static readonly Dictionary<string, string[]> Catalog = new()
    {
        ["product_created"] = ["role:manager", "role:contractor", "role:customer", "role:center", "role:crew", "role:warehouse"],
        ["catalog_service_created"] = ["role:manager", "role:contractor", "role:customer"],
    };

    // Events that only the person behind one id sees, whoever else is named; an adjustment of stock also its author.
    private static readonly Dictionary<string, string> Private = new()
    {
        ["catalog_service_certified"] = "userId",
        ["catalog_service_decertified"] = "userId",
        ["catalogService_certified"] = "userId",
        ["catalogService_decertified"] = "userId",
        ["product_inventory_adjusted"] = "warehouseId",
    };

    // The key of the parent in the events that change it.
    private static readonly Dictionary<string, string> Assignments = new()
    {
        ["contractor_assigned_to_manager"] = "managerId",
        ["contractor_unassigned_from_manager"] = "managerId",
        ["customer_assigned_to_contractor"] = "contractorId",
        ["customer_unassigned_from_contractor"] = "contractorId",
        ["center_assigned_to_customer"] = "customerId",
        ["center_unassigned_from_customer"] = "customerId",
        ["crew_assigned_to_center"] = "centerId",
        ["crew_unassigned_from_center"] = "centerId",
    };

    private readonly PortalRows _rows;
    private readonly PortalWalk _walk;
    private readonly ILookup<string, OracleEvent> _moves;
    private readonly Dictionary<string, PersonRow> _people;
    private readonly Dictionary<string, OracleOrder> _orders;
    private readonly Dictionary<string, ServiceRow> _services;
    private readonly Dictionary<string, ReportRow> _reports;
    private readonly ILookup<string, string> _crewOfService;

    public AudienceOracle(PortalRows rows)
    {
        (_rows, _walk) = (rows, new(rows));
        _people = rows.People.ToDictionary(p => p.Code);
        _orders = rows.Orders.ToDictionary(o => o.Order.Code, o => o.Order);
        _services = rows.Services.ToDictionary(s => s.Code);
        _reports = rows.Reports.ToDictionary(r => r.Report.Code);
        _moves = rows.Activities.Where(a => Assignments.ContainsKey(a.Type)).OrderByDescending(a => a.CreatedAt).ToLookup(a => a.Target);
        _crewOfService = rows.ServicesOfCrew.SelectMany(crew => crew.Select(service => (service, crew.Key))).ToLookup(s => s.service, s => s.Key);
    }

    public OracleAudience Of(OracleEvent e)
    {
        if (e.IsHidden)
            return Audience(e, [], []);
        if (Catalog.TryGetValue(e.Type, out var roles))
            return new(roles.ToHashSet(), roles.Append("role:admin").ToHashSet());
        var ids = e.TypedIds();
        if (e.Type.StartsWith("support_ticket_", StringComparison.Ordinal))
            return Only(e.TargetType == "support_ticket" ? ids.GetValueOrDefault("createdById") : null);
        if (Private.TryGetValue(e.Type, out var key))
            return e.Type == "product_inventory_adjusted" ? Audience(e, Named(key), [e.Actor]) : Only(ids.GetValueOrDefault(key));

        List<string> named = [.. Keys.Keys.SelectMany(Named), e.Actor, e.Target];
        var must = e.Type == "service_created" ? named.Where(code => _people.GetValueOrDefault(code)?.Role != "crew") : named; // the crew is asked later
        return Audience(e, must.Where(IsHub), [.. named, .. ids.Values, .. named.Concat(ids.Values).SelectMany(Above), .. Parties(e.Target, Above)]);

        IEnumerable<string> Above(string code) => AboveAt(code, e);

        OracleAudience Only(string? code) => Audience(e, code is null ? [] : [code], []);

        IEnumerable<string> Named(string name) =>
            ids.TryGetValue(name, out var code) && _people.GetValueOrDefault(code)?.Role == Keys[name] ? [code] : [];
    }

    /// <summary>What is wrong with the audience that stands in the tables; empty when nothing is.</summary>
    public IReadOnlyList<string> Faults(OracleEvent e) => Faults(e, [.. _rows.Audience[e.Id]]);

    /// <summary>What is wrong with an audience; empty when nothing is.</summary>
    public IReadOnlyList<string> Faults(OracleEvent e, IReadOnlyCollection<string> audience)
    {
        var expected = Of(e);
        var roles = audience.Where(a => a.StartsWith("role:", StringComparison.Ordinal)).ToHashSet();
        return
        [
            .. expected.Must.Except(audience).Order(StringComparer.Ordinal).Select(code => $"{e.Type} {e.Id}: {code} is missing"),
            .. audience.Except(expected.May).Order(StringComparer.Ordinal).Select(code => $"{e.Type} {e.Id}: {code} must not be there"),
            .. audience.Where(a => _people.TryGetValue(a, out var person) && roles.Contains($"role:{person.Role}"))
                .Select(code => $"{e.Type} {e.Id}: {code} is there twice, by code and by role"),
        ];
    }

    // Must: live people of the event's class; an archived one may be there, it sees nothing anyway. May: people of the tenant and class, and no code that is nobody's.
    private OracleAudience Audience(OracleEvent e, IEnumerable<string> must, IEnumerable<string> may)
    {
        HashSet<string> needed = [.. must.Where(code => _people.TryGetValue(code, out var p) && p.IsTest == e.IsTest && !p.IsArchived)];
        HashSet<string> allowed = [.. must.Concat(may).Where(code => _people.TryGetValue(code, out var p) && p.IsTest == e.IsTest)];
        return new(needed, allowed);
    }

    private bool IsHub(string code) => _people.TryGetValue(code, out var person) && person.Role != "admin";

    private IEnumerable<string> AboveAt(string code, OracleEvent e)
    {
        for (var parent = ParentAt(code, e); parent is not null; parent = ParentAt(parent, e))
            yield return parent;
    }

    // Whom a person comes to sees that, and so does whom it leaves.
    private string? ParentAt(string code, OracleEvent e)
    {
        if (e.Target == code && Assignments.TryGetValue(e.Type, out var key))
            return e.TypedIds().GetValueOrDefault(key);
        if (!_moves[code].Any(m => m.CreatedAt > e.CreatedAt))
            return _people.GetValueOrDefault(code)?.Parent;
        var last = _moves[code].FirstOrDefault(m => m.CreatedAt <= e.CreatedAt);
        if (last?.Type.Contains("_unassigned_from_", StringComparison.Ordinal) == true)
            return null;
        last ??= _moves[code].Last(); // before the first known change the first known parent
        return last.TypedIds().GetValueOrDefault(Assignments[last.Type]);
    }

    // Everybody who has something to do with what the event is about.
    private IEnumerable<string> Parties(string target, Func<string, IEnumerable<string>> above)
    {
        if (_orders.TryGetValue(target, out var o))
        {
            string[] columns = [.. new[] { o.Creator, o.Customer, o.Center, o.Destination, o.Contractor, o.Manager, o.Crew, o.Warehouse }.OfType<string>()];
            return [.. columns, .. columns.SelectMany(above), .. _rows.Participants[target]];
        }

        if (_services.TryGetValue(target, out var s))
            return [s.Center, .. above(s.Center), .. _crewOfService[target], .. s.Warehouse is null ? Array.Empty<string>() : [s.Warehouse]];
        if (!_reports.TryGetValue(target, out var r))
            return [];
        var warehouses = new[] { r.Order is null ? null : _orders[r.Order].Warehouse, r.Service is null ? null : _services[r.Service].Warehouse };
        return
        [
            r.Creator, .. above(r.Creator), .. warehouses.OfType<string>(),
            .. r.Manager is null ? [] : _people.Values.Where(p => p.Role != "warehouse" && _walk.Chain(p.Code).Any(a => a.Code == r.Manager)).Select(p => p.Code),
        ];
    }
}
