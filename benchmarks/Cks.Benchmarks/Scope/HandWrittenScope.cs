using System.Data.Common;

namespace Cks.Benchmarks;

/// <summary>What a contractor sees, as one would write it for this page alone: the rows, how many there are, and how many services are active.</summary>
internal sealed record HandWrittenScope(
    string? AccountStatus, List<CustomerRow> Customers, List<CenterRow> Centers, List<CrewRow> Crew, long CustomerCount, long CenterCount, long CrewCount, long ServiceCount)
{
    // Sub-queries rather than joins: SQLite takes three times as long to join.
    private const string Own = "tenant_id = $1 AND is_test = $2";
    private const string MyCustomers = $"FROM customers WHERE {Own} AND contractor_id = $3";
    private const string MyCenters = $"FROM centers WHERE {Own} AND customer_id IN (SELECT customer_id {MyCustomers})";
    private const string MyCrew = $"FROM crew WHERE {Own} AND assigned_center IN (SELECT center_id {MyCenters}) AND archived_at IS NULL";
    private const string MyServices = $"FROM services WHERE {Own} AND center_id IN (SELECT center_id {MyCenters} AND archived_at IS NULL) AND archived_at IS NULL";

    /// <summary>The statements; <c>$1</c> is the tenant, <c>$2</c> the test class, <c>$3</c> the contractor.</summary>
    public static IReadOnlyList<string> Statements { get; } =
    [
        $"SELECT status FROM contractors WHERE {Own} AND contractor_id = $3 AND archived_at IS NULL",
        $"SELECT customer_id, name, main_contact, email, phone, address, status {MyCustomers} AND archived_at IS NULL ORDER BY customer_id LIMIT 200",
        $"SELECT center_id, name, customer_id, main_contact, email, phone, address, status {MyCenters} AND archived_at IS NULL ORDER BY center_id LIMIT 200",
        $"SELECT crew_id, name, assigned_center, emergency_contact, email, phone, status {MyCrew} ORDER BY crew_id LIMIT 200",
        $"SELECT count(*) {MyCustomers} AND archived_at IS NULL",
        $"SELECT count(*) {MyCenters} AND archived_at IS NULL",
        $"SELECT count(*) {MyCrew}",
        $"SELECT count(*) {MyServices} AND status = 'active'",
    ];

    /// <summary>The same statements where the copied key of a center's contractor may be used.</summary>
    public static IReadOnlyList<string> KeyedStatements { get; } = [.. Statements.Select(s => s.Replace($"customer_id IN (SELECT customer_id {MyCustomers})", "contractor_id = $3", StringComparison.Ordinal))];

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
