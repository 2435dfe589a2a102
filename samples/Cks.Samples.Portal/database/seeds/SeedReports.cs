namespace Cks.Samples.Portal.Database;

/// <summary>Reports and feedback about orders, services and other things, in the ecosystem of their day, with acknowledgments; some are resolved.</summary>
internal sealed class SeedReports(SeedPlan plan, SeedTenant tenant, IReadOnlyList<SeedOrder> orders, SeedSheet sheet, SeedEvents events)
{
    private static readonly string[] Creators = ["customer", "center", "contractor", "customer", "center", "manager", "crew", "warehouse"];
    private static readonly string[] Bodies = ["It's \"fine\" now.", "\u05D4\u05DB\u05DC \u05D1\u05E1\u05D3\u05E8", "Broken \U0001F6E0\uFE0F; <b>again</b>", "See the notes."];

    private readonly Dictionary<string, long> _last = [];

    public void Write()
    {
        SeedOrder[] live = [.. orders.Where(o => !o.IsTest && o.Chain.Manager is not null)];
        for (var n = 0; n < plan.Reports; n++)
            Write(n, Creators[n % Creators.Length], live[(int)((long)n * live.Length / plan.Reports)]);
        foreach (var (n, order) in orders.Where(o => o.IsTest).Take(4).Index())
            Write(n, Creators[n % 3], order);
        foreach (var (name, last) in _last)
            sheet.AddPlain("sequences", tenant.Name, name, last);
    }

    private void Write(int n, string role, SeedOrder order)
    {
        var chain = order.Chain;
        var creator = role switch
        {
            "customer" => chain.Customer,
            "contractor" => chain.Contractor,
            "manager" => chain.Manager,
            "crew" => order.Crew,
            "warehouse" => order.Warehouse,
            _ => chain.Center,
        } ?? chain.Manager!;
        var isReport = n % 3 > 0 && SeedTenant.RoleOf(creator) != "manager";
        var (kind, sequence) = isReport ? ("report", "RPT") : ("feedback", "FBK");
        var name = $"{kind}:{creator}";
        _last[name] = _last.GetValueOrDefault(name) + 1;
        var (code, at) = ($"{creator}-{sequence}-{_last[name]:000}", order.At.AddDays(9).AddMinutes(n));
        var category = (n % 4) switch { 0 or 1 when order.Service is not null => "service", 0 or 1 => "order", 2 => "procedure", _ => "other" };
        var resolved = isReport && n % 4 == 1 ? at.AddDays(4) : (DateTime?)null;
        var archived = n % 23 == 22 ? at.AddDays(20) : (DateTime?)null;
        sheet.Add(
            "reports", tenant, code, kind, creator, SeedTenant.RoleOf(creator), chain.Manager, category, category == "order" ? order.Code : null,
            category == "service" ? order.Service!.Code : null, $"{(isReport ? "Problem" : "Praise")} {n + 1}", Bodies[n % Bodies.Length],
            isReport ? new[] { "LOW", "MEDIUM", "HIGH" }[n % 3] : null, isReport ? null : 1L + (n % 5), resolved is null ? "open" : "resolved",
            resolved is null ? null : chain.Manager, resolved, at, archived);
        WriteEvents(order, code, kind, creator, category, at, resolved, acknowledged: resolved is not null ? 2 : n % 3);
        if (archived is { } end)
            SeedArchives.Add(sheet, events, tenant, kind, code, end);
    }

    private void WriteEvents(SeedOrder order, string code, string kind, string creator, string category, DateTime at, DateTime? resolved, int acknowledged)
    {
        var manager = order.Chain.Manager!;
        (string, string)[] ids = [("createdById", creator), ("managerId", manager), .. category == "order" && order.Warehouse is { } w ? [("warehouseId", w)] : Array.Empty<(string, string)>()];
        string[] audience = [.. ids.Select(i => i.Item2)];
        events.Add(at, $"{kind}_created", creator, code, kind, $"{kind} {code} created", ids, audience);
        string[] readers = [.. new[] { manager, order.Chain.Customer, order.Chain.Center }.OfType<string>().Where(c => c != creator).Take(acknowledged)];
        foreach (var (i, reader) in readers.Index())
        {
            sheet.Add("report_acknowledgments", tenant, code, reader, SeedTenant.RoleOf(reader), at.AddHours(1 + i));
            events.Add(at.AddHours(1 + i), $"{kind}_acknowledged", reader, code, kind, $"{code} acknowledged by {tenant[reader].Name}", ids, audience);
        }

        if (resolved is { } end)
            events.Add(end, "report_resolved", manager, code, kind, $"{code} resolved", ids, audience);
    }
}
