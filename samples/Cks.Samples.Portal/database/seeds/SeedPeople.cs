namespace Cks.Samples.Portal.Database;

/// <summary>The rows of the role tables, who signs in as whom, and what happened to everybody.</summary>
internal sealed class SeedPeople(SeedTenant tenant, SeedSheet sheet, SeedEvents events)
{
    private static readonly string[] Territories = ["North", "East", "South", "West"];

    public void Write(string issuer)
    {
        foreach (var person in tenant.People)
        {
            var (extra, end) = (Contact(person), Life(person));
            var chain = tenant.ChainOf(person.Code, DateTime.MaxValue);
            object?[] columns = person.Role switch
            {
                "manager" => [Territories[person.Number % 4], .. end],
                "contractor" => [person.Parent, extra, .. end],
                "customer" => [person.Parent, chain.Manager, extra, .. end],
                "center" => [person.Parent, chain.Contractor, chain.Manager, extra, .. end],
                "crew" => [person.Parent, chain.Manager, extra, .. end],
                "warehouse" => [person.Parent, extra, person.Number % 2 == 0 ? "overflow" : "main", .. end],
                _ => end,
            };
            sheet.Add(TableOf(person.Role), tenant, person.Code, columns);
            if (person.IsLinked)
                sheet.AddPlain("identity_links", issuer, PortalSeeds.SubjectOf(tenant.Name, person.Code), tenant.Name, person.Role, person.Code);
            WriteEvents(person);
        }
    }

    private static string TableOf(string role) => role == "crew" ? role : $"{role}s";

    private static string? Contact(SeedPerson person) => person.Number % 9 == 0 ? null : $"Contact {person.Number}, 555-01{person.Number % 100:00}";

    private object?[] Life(SeedPerson p) =>
    [
        p.Name,
        p.Number % 13 == 0 ? null : $"{p.Code.ToLowerInvariant()}@{tenant.Name}.example.com",
        $"555-01{p.Number % 100:00}",
        p.Number % 11 == 0 ? "" : $"{p.Number} Example Street",
        p.Status,
        p.CreatedAt,
        p.ArchivedAt,
    ];

    private void WriteEvents(SeedPerson person)
    {
        var admin = SeedTenant.AdminOf(person.Code);
        if (person.Role != "admin")
            events.Add(person.CreatedAt, $"{person.Role}_created", admin, person.Code, person.Role, $"{person.Name} joined", [], [person.Code]);
        if (person.Role is "contractor" or "customer" or "center" or "crew")
        {
            var at = SeedTimes.Assigned(person.Number);
            if (person.Parent is { } parent)
                Assign(person.FormerParent ?? parent, at);
            if (person is { Parent: { } now, FormerParent: { } former })
            {
                Unassign(former, SeedTimes.Moves.AddSeconds(-1));
                Assign(now, SeedTimes.Moves);
            }
        }

        if (person.ArchivedAt is { } end)
            SeedArchives.Add(sheet, events, tenant, person.Role, person.Code, end);

        void Assign(string parent, DateTime at) => Add(parent, at, "assigned_to");
        void Unassign(string parent, DateTime at) => Add(parent, at, "unassigned_from");
        void Add(string parent, DateTime at, string what)
        {
            var role = SeedTenant.RoleOf(parent);
            events.Add(
                at, $"{person.Role}_{what}_{role}", admin, person.Code, person.Role, $"{person.Name} {what.Replace('_', ' ')} {tenant[parent].Name}",
                [($"{person.Role}Id", person.Code), ($"{role}Id", parent)], [person.Code, .. tenant.ChainOf(parent, at).Codes]);
        }
    }
}
