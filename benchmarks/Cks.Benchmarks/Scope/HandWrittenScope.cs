using System.Data.Common;

namespace Cks.Benchmarks;

/// <summary>What a contractor sees, as one would write it for this page alone: the rows, how many there are, and how many services are active.</summary>
internal sealed record HandWrittenScope(
    string? AccountStatus, List<CustomerRow> Customers, List<CenterRow> Centers, List<CrewRow> Crew, long CustomerCount, long CenterCount, long CrewCount, long ServiceCount)
{
    private const string Mine = "m.tenant_id = $1 AND m.is_test = $2 AND m.contractor_id = $3";
    private const string MyCustomers = $"FROM customers m WHERE {Mine} AND m.archived_at IS NULL";
    private const string CentersOfMine = "FROM customers m JOIN centers c ON c.tenant_id = m.tenant_id AND c.is_test = m.is_test AND c.customer_id = m.customer_id";
    private const string CrewOfMine = $"{CentersOfMine} JOIN crew w ON w.tenant_id = c.tenant_id AND w.is_test = c.is_test AND w.assigned_center = c.center_id";
    private const string ServicesOfMine = $"{CentersOfMine} JOIN services s ON s.tenant_id = c.tenant_id AND s.is_test = c.is_test AND s.center_id = c.center_id";

    /// <summary>The statements; <c>$1</c> is the tenant, <c>$2</c> the test class, <c>$3</c> the contractor.</summary>
    public static IReadOnlyList<string> Statements { get; } =
    [
        $"SELECT m.status FROM contractors m WHERE {Mine} AND m.archived_at IS NULL",
        $"SELECT m.customer_id, m.name, m.main_contact, m.email, m.phone, m.address, m.status {MyCustomers} ORDER BY m.customer_id LIMIT 200",
        $"SELECT c.center_id, c.name, c.customer_id, c.main_contact, c.email, c.phone, c.address, c.status {CentersOfMine} WHERE {Mine} AND c.archived_at IS NULL ORDER BY c.center_id LIMIT 200",
        $"SELECT w.crew_id, w.name, w.assigned_center, w.emergency_contact, w.email, w.phone, w.status {CrewOfMine} WHERE {Mine} AND w.archived_at IS NULL ORDER BY w.crew_id LIMIT 200",
        $"SELECT count(*) {MyCustomers}",
        $"SELECT count(*) {CentersOfMine} WHERE {Mine} AND c.archived_at IS NULL",
        $"SELECT count(*) {CrewOfMine} WHERE {Mine} AND w.archived_at IS NULL",
        $"SELECT count(*) {ServicesOfMine} WHERE {Mine} AND c.archived_at IS NULL AND s.archived_at IS NULL AND s.status = 'active'",
    ];

    /// <summary>Reads the results of <see cref="Statements"/>; <see langword="null"/> when the contractor's own record is not live.</summary>
    public static async Task<HandWrittenScope?> ReadAsync(DbDataReader reader)
    {
        if (!await reader.ReadAsync())
            return null;
        var status = Normal(Text(reader, 0));
        await reader.NextResultAsync();
        var customers = new List<CustomerRow>();
        while (await reader.ReadAsync())
            customers.Add(new(reader.GetString(0), reader.GetString(1), Text(reader, 2), Text(reader, 3), Text(reader, 4), Text(reader, 5), Text(reader, 6)));
        await reader.NextResultAsync();
        var centers = new List<CenterRow>();
        while (await reader.ReadAsync())
            centers.Add(new(reader.GetString(0), reader.GetString(1), Text(reader, 2), Text(reader, 3), Text(reader, 4), Text(reader, 5), Text(reader, 6), Text(reader, 7)));
        await reader.NextResultAsync();
        var crew = new List<CrewRow>();
        while (await reader.ReadAsync())
            crew.Add(new(reader.GetString(0), reader.GetString(1), Text(reader, 2), Text(reader, 3), Text(reader, 4), Text(reader, 5), Text(reader, 6)));
        return new(status, customers, centers, crew, await CountAsync(reader), await CountAsync(reader), await CountAsync(reader), await CountAsync(reader));
    }

    private static async Task<long> CountAsync(DbDataReader reader)
    {
        await reader.NextResultAsync();
        await reader.ReadAsync();
        return reader.GetInt64(0);
    }

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static string? Normal(string? status) => status?.Trim().ToLowerInvariant() switch
    {
        null or "" => null,
        "assigned" or "operational" => "active",
        var other => other,
    };
}

/// <summary>A customer as its contractor sees it.</summary>
internal sealed record CustomerRow(string Code, string Name, string? MainContact, string? Email, string? Phone, string? Address, string? Status);

/// <summary>A center as its contractor sees it.</summary>
internal sealed record CenterRow(string Code, string Name, string? CustomerCode, string? MainContact, string? Email, string? Phone, string? Address, string? Status);

/// <summary>A crew member as its contractor sees it.</summary>
internal sealed record CrewRow(string Code, string Name, string? CenterCode, string? EmergencyContact, string? Email, string? Phone, string? Status);
