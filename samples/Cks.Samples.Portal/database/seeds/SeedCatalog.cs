namespace Cks.Samples.Portal.Database;

/// <summary>The catalog, what the warehouses have of it, who is certified for it, and trainings.</summary>
internal sealed class SeedCatalog(SeedPlan plan, SeedTenant tenant, SeedSheet sheet, SeedEvents events)
{
    /// <summary>SRV-001 to this one can be ordered; one more is inactive and the last one archived.</summary>
    public const int ActiveServices = 10;

    private static readonly string[] ServiceNames = ["Window round", "Floor care", "Night watch", "Lift check", "Garden care", "Filter change", "Key service", "Snow clearing", "\"Deep\" clean", "Fire drill"];
    private static readonly string[] ProductNames = ["Mop", "Gloves", "Soap \U0001F9FC", "Door stop", "Lamp 'E27'", "\u05DE\u05D2\u05D1\u05EA", "Bin bags", "Cable", "Filter", "Salt"];

    /// <summary>Whether a warehouse carries out this service of the catalog.</summary>
    public static bool IsWarehouseService(int number) => number % 4 == 0;

    /// <summary>The code of a service of the catalog.</summary>
    public static string Service(int number, bool isTest = false) => $"SRV-{number:000}{(isTest ? "-TEST" : "")}";

    /// <summary>The code of a product.</summary>
    public static string Product(int number, bool isTest = false) => $"PRD-{number:000}{(isTest ? "-TEST" : "")}";

    public void Write()
    {
        for (var n = 1; n <= ActiveServices + 2; n++)
            WriteService(n, Service(n));
        foreach (var n in new[] { 1, 4 })
            WriteService(n, Service(n, isTest: true));
        for (var n = 1; n <= plan.Products; n++)
            WriteProduct(n, Product(n));
        foreach (var n in new[] { 1, 2 })
            WriteProduct(n, Product(n, isTest: true));
        foreach (var warehouse in tenant.People.Where(p => p.Role == "warehouse" && p.Parent is not null))
            WriteInventory(warehouse);
        foreach (var person in tenant.People)
            WriteCertifications(person);
        WriteTrainings();
    }

    /// <summary>Rows that were counted by hand and came in a file; what refers to nothing is told and left out.</summary>
    public IEnumerable<string> Import(IEnumerable<SeedImportRow> rows)
    {
        var known = new HashSet<string>(tenant.People.Select(p => p.Code).Concat(Enumerable.Range(1, plan.Products).Select(n => Product(n))), StringComparer.Ordinal);
        foreach (var row in rows.Where(r => r.Tenant == tenant.Name))
        {
            if (Array.Find([row.Warehouse, row.Product], code => !known.Contains(code)) is { } dangling)
                yield return $"{row.Source}: {dangling} is not there in {tenant.Name}";
            else
                WriteItem(row.Warehouse, row.Product, row.OnHand, row.Minimum, isArchived: false, SeedTimes.Start);
        }
    }

    private void WriteService(int n, string code)
    {
        var at = SeedTimes.Created(n);
        sheet.Add(
            "catalog_services", tenant, code, ServiceNames[(n - 1) % ServiceNames.Length], n % 5 == 0 ? null : "facility", IsWarehouseService(n) ? "warehouse" : "manager",
            n <= ActiveServices, at, n == ActiveServices + 2 ? SeedTimes.Archived(n) : null);
        events.Add(at, "catalog_service_created", SeedTenant.AdminOf(code), code, "catalogService", $"New service {code} in the catalog", [], ["role:manager", "role:contractor", "role:customer"]);
    }

    private void WriteProduct(int n, string code)
    {
        var at = SeedTimes.Created(n);
        sheet.Add("catalog_products", tenant, code, $"{ProductNames[n % ProductNames.Length]} {n}", n % 7 == 0 ? null : "supplies", n % 41 != 0, at, IsArchivedProduct(n) ? SeedTimes.Archived(n) : null);
        events.Add(
            at, "product_created", SeedTenant.AdminOf(code), code, "product", $"New product {code} in the catalog", [],
            ["role:manager", "role:contractor", "role:customer", "role:center", "role:crew", "role:warehouse"]);
    }

    private static bool IsArchivedProduct(int n) => n % 53 == 0;

    // WHS-001 has everything, so that its inventory is longer than a page; the others have the first sixty.
    private void WriteInventory(SeedPerson warehouse)
    {
        var products = warehouse.IsTest ? 2 : warehouse.Number == 1 ? plan.Products : Math.Min(plan.Products, 60);
        for (var n = 1; n <= products; n++)
        {
            var onHand = n % 17 == 0 ? 0 : (n * 7 + warehouse.Number * 13) % 120;
            WriteItem(warehouse.Code, Product(n, warehouse.IsTest), onHand, 20, n % 19 == 0, warehouse.CreatedAt.AddDays(1));
        }
    }

    private void WriteItem(string warehouse, string product, long onHand, long minimum, bool isArchived, DateTime at)
    {
        sheet.Add("inventory_items", tenant, $"{warehouse}:{product}", warehouse, product, $"Shelf of {product}", onHand, onHand / 4, minimum, at, isArchived ? at.AddDays(90) : null);
        if (onHand < minimum)
            events.Add(at.AddDays(2), "product_inventory_adjusted", warehouse, product, "product", $"Inventory adjusted for {product}", [("warehouseId", warehouse)], [warehouse]);
    }

    private void WriteCertifications(SeedPerson person)
    {
        int[] services = (person.Role, person.IsTest) switch
        {
            ("manager" or "contractor" or "crew" or "warehouse", true) => [1],
            ("manager", _) => [1, 2, 3],
            ("warehouse", _) => [4, 8],
            ("contractor", _) => [1 + (person.Number % ActiveServices)],
            ("crew", _) => [.. Enumerable.Range(1, person.Number % 3)],
            _ => [],
        };
        foreach (var n in services)
        {
            var service = Service(n, person.IsTest);
            var at = SeedTimes.Assigned(person.Number).AddDays(1);
            var takenBack = !person.IsTest && (person.Number + n) % 6 == 0 ? at.AddDays(60) : (DateTime?)null;
            sheet.Add("service_certifications", tenant, $"{person.Code}:{service}", service, person.Code, person.Role, at, takenBack);
            events.Add(at, "catalog_service_certified", SeedTenant.AdminOf(service), service, "catalogService", $"Certified {person.Name} for {service}", [("userId", person.Code)], [person.Code]);
            if (takenBack is { } end)
                events.Add(end, "catalog_service_decertified", SeedTenant.AdminOf(service), service, "catalogService", $"Uncertified {person.Name} for {service}", [("userId", person.Code)], [person.Code]);
        }
    }

    private void WriteTrainings()
    {
        var number = 0;
        foreach (var crew in tenant.People.Where(p => p is { Role: "crew", IsTest: false } && p.Number % 3 == 0))
        {
            for (var i = 0; i <= crew.Number % 2; i++)
            {
                number++;
                var at = SeedTimes.Assigned(crew.Number);
                sheet.Add("trainings", tenant, $"TRN-{number:000}", crew.Code, i == 0 ? "Ladders and heights" : "First aid", number % 3 == 0 ? at.AddDays(20) : null, at, number % 14 == 0 ? at.AddDays(40) : null);
            }
        }

        sheet.Add("trainings", tenant, "TRN-001-TEST", "CRW-001-TEST", "First aid", null, SeedTimes.Start, null);
        sheet.Add("trainings", tenant, "TRN-002-TEST", "CRW-001-TEST", "Ladders and heights", SeedTimes.Start.AddDays(9), SeedTimes.Start, null);
    }
}
