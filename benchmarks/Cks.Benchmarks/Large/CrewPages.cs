using System.Data.Common;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.Benchmarks;

/// <summary>A manager's crew as one would read it by hand for this page alone: one statement, typed values, prepared by the provider.</summary>
internal static class CrewPages
{
    /// <summary>Rows on a page.</summary>
    public const int Size = 50;

    private const string Own = "tenant_id = $1 AND is_test = $2";
    private const string Live = $"EXISTS (SELECT FROM managers WHERE {Own} AND manager_id = $3 AND archived_at IS NULL)";
    private const string Shown = "crew_id, name, assigned_center, emergency_contact, email, phone, address, status";
    private const string ByKey = "cks_manager = $3";
    private const string ByChain =
        $"assigned_center IN (SELECT center_id FROM centers WHERE {Own} AND customer_id IN (SELECT customer_id FROM customers WHERE {Own} AND contractor_id IN "
        + $"(SELECT contractor_id FROM contractors WHERE {Own} AND cks_manager = $3)))";

    /// <summary>The page on PostgreSQL.</summary>
    /// <param name="keys">Whether it may use the copied columns.</param>
    public static string Page(bool keys) => $"SELECT {Shown} FROM crew WHERE {Own} AND {(keys ? ByKey : ByChain)} AND archived_at IS NULL AND {Live} ORDER BY crew_id LIMIT {Size + 1}";

    /// <summary>Whether one crew member is the manager's, from its row upward.</summary>
    /// <param name="keys">Whether it may use the copied columns.</param>
    public static string CanSee(bool keys) => $"SELECT 1 FROM crew WHERE {Own} AND crew_id = $4 AND {(keys ? ByKey : UpByChain)} AND archived_at IS NULL AND {Live}";

    private const string UpByChain =
        "EXISTS (SELECT FROM centers e JOIN customers u ON u.tenant_id = $1 AND u.is_test = $2 AND u.customer_id = e.customer_id "
        + "JOIN contractors o ON o.tenant_id = $1 AND o.is_test = $2 AND o.contractor_id = u.contractor_id "
        + "WHERE e.tenant_id = $1 AND e.is_test = $2 AND e.center_id = crew.assigned_center AND o.cks_manager = $3)";

    // SQLite has no empty select list.
    private const string SqliteLive = $"EXISTS (SELECT 1 FROM managers WHERE {Own} AND manager_id = $3 AND archived_at IS NULL)";
    private const string SqlitePage = $"SELECT {Shown} FROM crew WHERE {Own} AND {ByKey} AND archived_at IS NULL AND {SqliteLive} ORDER BY crew_id LIMIT";

    private const string SqliteCount = $"SELECT count(*) FROM (SELECT 1 FROM crew WHERE {Own} AND {ByKey} AND archived_at IS NULL AND {SqliteLive} LIMIT $4)";

    public static async ValueTask<PageOfCrew> ReadAsync(NpgsqlDataSource source, string sql, string manager)
    {
        await using var command = Command(source, sql, manager);
        await using var reader = await command.ExecuteReaderAsync();
        return PageOfCrew.Of(await RowsAsync(reader, Size), null);
    }

    public static async ValueTask<bool> CanSeeAsync(NpgsqlDataSource source, string sql, string manager, string crew)
    {
        await using var command = Command(source, sql, manager);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = crew });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync();
    }

    /// <summary>A page on SQLite, and the number of all where a limit for it is given.</summary>
    public static async ValueTask<PageOfCrew> ReadSqliteAsync(string connectionString, string manager, int size, long? countLimit)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = countLimit is null ? $"{SqlitePage} {size + 1}" : $"BEGIN; {SqlitePage} {size + 1}; {SqliteCount}; ROLLBACK";
        command.Parameters.Add("$1", SqliteType.Text).Value = LargeTables.Tenant;
        command.Parameters.Add("$2", SqliteType.Integer).Value = 0L;
        command.Parameters.Add("$3", SqliteType.Text).Value = manager;
        if (countLimit is { } limit)
            command.Parameters.Add("$4", SqliteType.Integer).Value = limit + 1;
        await using var reader = await command.ExecuteReaderAsync();
        var crew = await RowsAsync(reader, size);
        if (countLimit is null || !await reader.NextResultAsync() || !await reader.ReadAsync())
            return PageOfCrew.Of(crew, null, size);
        return PageOfCrew.Of(crew, Math.Min(reader.GetInt64(0), countLimit.Value), size);
    }

    private static async ValueTask<List<CrewPageRow>> RowsAsync(DbDataReader reader, int size)
    {
        var crew = new List<CrewPageRow>(size + 1);
        while (await reader.ReadAsync())
            crew.Add(new(reader.GetString(0), reader.GetString(1), Text(2), Text(3), Text(4), Text(5), Text(6), Text(7)));
        return crew;

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    private static NpgsqlCommand Command(NpgsqlDataSource source, string sql, string manager)
    {
        var command = source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = LargeTables.Tenant });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = false });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = manager });
        return command;
    }
}

/// <summary>A page of crew.</summary>
internal sealed record PageOfCrew(List<CrewPageRow> Crew, bool HasMore, long? Count)
{
    /// <summary>What was read with one row too many.</summary>
    public static PageOfCrew Of(List<CrewPageRow> crew, long? count, int size = CrewPages.Size)
    {
        var hasMore = crew.Count > size;
        if (hasMore)
            crew.RemoveAt(size);
        return new(crew, hasMore, count);
    }

    /// <summary>One number for the answer: rows, whether there are more, the last code.</summary>
    public int Answer => AnswerOf(Crew.Count, HasMore, Crew.Count == 0 ? "" : Crew[^1].Code);

    public static int AnswerOf(int rows, bool hasMore, string last) => HashCode.Combine(rows, hasMore, string.GetHashCode(last, StringComparison.Ordinal));
}

/// <summary>A crew member as its manager sees it.</summary>
internal sealed record CrewPageRow(string Code, string Name, string? CenterCode, string? EmergencyContact, string? Email, string? Phone, string? Address, string? Status)
{
    [JsonIgnore]
    public object?[] Values => [Code, Name, CenterCode, EmergencyContact, Email, Phone, Address, Status];
}
