namespace Cks.Samples.Portal.Database;

/// <summary>The rows of a development database: two tenants with identical codes. Every run and every runtime makes the same.</summary>
internal static class DevelopmentData
{
    private static readonly DateTime Start = new(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc);

    /// <summary>The tenants that are made.</summary>
    public static IReadOnlyList<string> Tenants { get; } = ["main", "acme"];

    /// <summary>The name that the identity provider of the development host has for a person.</summary>
    public static string SubjectOf(string tenant, string code) => $"user_{tenant}_{code.ToLowerInvariant().Replace('-', '_')}";

    /// <summary>All rows, parents before children.</summary>
    public static IReadOnlyList<SeedTable> Create(string issuer)
    {
        DevelopmentTenant[] tenants = [.. Tenants.Select((name, index) => new DevelopmentTenant(name, index))];
        return
        [
            new("tenants", ["tenant_id", "name", "created_at"], [.. tenants.Select(t => new object?[] { t.Name, $"The {t.Name} example", Start })]),
            People("managers", "manager_id", "manager", null, "territory", p => new[] { "North", "East", "South", "West" }[p.Number % 4]),
            People("contractors", "contractor_id", "contractor", "cks_manager", "main_contact", Contact),
            People("customers", "customer_id", "customer", "contractor_id", "main_contact", Contact),
            People("centers", "center_id", "center", "customer_id", "main_contact", Contact),
            People("crew", "crew_id", "crew", "assigned_center", "emergency_contact", Contact),
            new(
                "services",
                [
                    "tenant_id", "is_test", "service_id", "center_id", "service_name", "category", "status", "actual_start_time", "actual_end_time",
                    "created_at", "archived_at",
                ],
                [.. from t in tenants from s in t.Services select ServiceRow(t.Name, s)]),
            new(
                "service_staffing",
                ["tenant_id", "is_test", "service_id", "crew_id"],
                [.. from t in tenants from s in t.Services from crew in s.Crew select new object?[] { t.Name, s.IsTest, s.Code, crew }]),
            new(
                "identity_links",
                ["issuer", "subject", "tenant_id", "role", "code"],
                [.. from t in tenants from p in t.People where p.IsLinked select new object?[] { issuer, SubjectOf(t.Name, p.Code), t.Name, p.Role, p.Code }]),
        ];

        SeedTable People(string table, string code, string role, string? parent, string extra, Func<SeedPerson, string?> extraOf) => new(
            table,
            [
                "tenant_id", "is_test", code, "name", "email", "phone", "address", extra, "status", "created_at", "archived_at",
                .. parent is null ? Array.Empty<string>() : [parent],
            ],
            [.. from t in tenants from p in t.People where p.Role == role select PersonRow(t.Name, p, extraOf(p), hasParent: parent is not null)]);
    }

    private static string? Contact(SeedPerson person) => person.Number % 9 == 0 ? null : $"Contact {person.Number}, 555-01{person.Number % 100:00}";

    private static object?[] PersonRow(string tenant, SeedPerson p, string? extra, bool hasParent) =>
    [
        tenant,
        p.IsTest,
        p.Code,
        p.Name,
        p.Number % 13 == 0 ? null : $"{p.Code.ToLowerInvariant()}@{tenant}.example.com",
        $"555-01{p.Number % 100:00}",
        p.Number % 11 == 0 ? "" : $"{p.Number} Example Street",
        extra,
        p.Status,
        CreatedAt(p.Number),
        p.IsArchived ? CreatedAt(p.Number).AddDays(90) : null,
        .. hasParent ? [p.Parent] : Array.Empty<object?>(),
    ];

    private static object?[] ServiceRow(string tenant, SeedService s)
    {
        var started = s.Status is "created" or "cancelled" ? (DateTime?)null : CreatedAt(s.Number).AddDays(7);
        return
        [
            tenant,
            s.IsTest,
            s.Code,
            s.Center,
            $"{new[] { "Window round", "Floor care", "Night watch", "Lift check" }[s.Number % 4]} {s.Number}",
            s.Number % 5 == 0 ? null : new[] { "cleaning", "maintenance", "security" }[s.Number % 3],
            s.Status,
            started,
            s.Status is "completed" or "verified" ? started?.AddHours(3) : null,
            CreatedAt(s.Number),
            s.IsArchived ? CreatedAt(s.Number).AddDays(30) : null,
        ];
    }

    // Microseconds, because PostgreSQL keeps no finer time and SQLite's text must agree with it.
    private static DateTime CreatedAt(int number) => Start.AddMinutes(number).AddMicroseconds(number);
}
