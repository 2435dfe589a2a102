namespace Cks.Samples.Portal.Database;

/// <summary>The rows of a seeded database: two tenants with identical codes. Every run and every runtime makes the same.</summary>
internal static class SeedData
{
    private static readonly string[] ServiceNames = ["Window round", "Floor care", "Night watch", "Lift check"];
    private static readonly string[] Categories = ["cleaning", "maintenance", "security"];

    /// <summary>The tenants that are made.</summary>
    public static IReadOnlyList<string> Tenants { get; } = ["main", "acme"];

    /// <summary>All rows, parents before children; <paramref name="today"/> is the day near which a few of them lie.</summary>
    public static IReadOnlyList<SeedTable> Create(SeedPlan plan, string issuer, DateTime today, List<string> skipped)
    {
        var (sheet, imports) = (new SeedSheet(), SeedImportRow.Read(plan, skipped));
        foreach (var (index, name) in Tenants.Index())
        {
            var tenant = new SeedTenant(plan, name, index);
            var events = new SeedEvents(tenant);
            sheet.AddPlain("tenants", name, $"The {name} example", SeedTimes.Start);
            new SeedPeople(tenant, sheet, events).Write(issuer);
            var catalog = new SeedCatalog(plan, tenant, sheet, events);
            catalog.Write();
            skipped.AddRange(catalog.Import(imports));
            var orders = new SeedOrders(plan, tenant, sheet, events, today);
            orders.Write();
            WriteServices(tenant, sheet, events);
            new SeedReports(plan, tenant, orders.All, sheet, events).Write();
            events.Write(sheet);
        }

        return sheet.Tables;
    }

    // After the orders, which say when a service began.
    private static void WriteServices(SeedTenant tenant, SeedSheet sheet, SeedEvents events)
    {
        foreach (var s in tenant.AllServices)
        {
            sheet.Add(
                "services", tenant, s.Code, s.Center, $"{ServiceNames[s.Number % 4]} {s.Number}", s.Number % 5 == 0 ? null : Categories[s.Number % 3], s.Status, s.StartedAt, s.EndedAt,
                s.Warehouse is null ? "manager" : "warehouse", s.Warehouse, s.CatalogService, s.Number % 3 == 0 ? "Bring the long ladder" : null, s.CreatedAt, s.ArchivedAt);
            foreach (var crew in s.Crew)
                sheet.Add("service_staffing", tenant, s.Code, crew);
            if (s.ArchivedAt is { } at)
                SeedArchives.Add(sheet, events, tenant, "service", s.Code, at);
        }

        foreach (var center in tenant.AllServices.GroupBy(s => s.Center))
            sheet.AddPlain("sequences", tenant.Name, $"service:{center.Key}", (long)center.Max(s => s.Number));
    }
}
