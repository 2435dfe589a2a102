using System.Data.Common;
using System.Text.Json;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>Sequential scans in the plans of PostgreSQL.</summary>
/// <param name="connection">A connection in a transaction that is rolled back.</param>
/// <param name="limit">Fewer rows than this are no matter.</param>
internal sealed class PostgresScans(DbConnection connection, long limit) : IScanFinder
{
    private readonly Dictionary<string, long> _rows = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<TableScan>> FindAsync(Query query, CancellationToken cancellationToken)
    {
        var statement = PostgresCompiler.Default.Compile(query);
        var found = await ScansAsync(statement, cancellationToken).ConfigureAwait(false);
        var large = found.Where(f => f.Value > limit).ToArray();
        if (large.Length == 0)
            return [];
        await connection.ReadAsync("SET LOCAL enable_seqscan = off", [], _ => { }, cancellationToken).ConfigureAwait(false);
        var unavoidable = await ScansAsync(statement, cancellationToken).ConfigureAwait(false);
        await connection.ReadAsync("SET LOCAL enable_seqscan = on", [], _ => { }, cancellationToken).ConfigureAwait(false);
        return [.. large.Select(f => new TableScan(f.Key, f.Value, CanBeAvoided: !unavoidable.ContainsKey(f.Key)))];
    }

    private async Task<Dictionary<string, long>> ScansAsync(SqlResult statement, CancellationToken cancellationToken)
    {
        var plan = "";
        await connection.ReadAsync($"EXPLAIN (FORMAT JSON) {statement.Sql}", statement.Bindings, row => plan = row.GetString(0), cancellationToken).ConfigureAwait(false);
        using var json = JsonDocument.Parse(plan);
        var scans = new Dictionary<string, double>(StringComparer.Ordinal);
        Walk(json.RootElement[0].GetProperty("Plan"), 1, scans);
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (table, part) in scans)
            rows[table] = (long)(await RowsAsync(table, cancellationToken).ConfigureAwait(false) * part);
        return rows;
    }

    // Whoever wants the first rows only stops there, as far up as rows are handed on one by one.
    private static void Walk(JsonElement node, double part, Dictionary<string, double> scans)
    {
        var type = node.GetProperty("Node Type").GetString();
        if (type == "Seq Scan")
        {
            var table = node.GetProperty("Relation Name").GetString()!;
            scans[table] = Math.Max(scans.GetValueOrDefault(table), part);
        }

        if (!node.TryGetProperty("Plans", out var inner))
            return;
        foreach (var next in inner.EnumerateArray())
        {
            var isBeside = next.GetProperty("Parent Relationship").GetString() is "InitPlan" or "SubPlan";
            Walk(next, isBeside ? 1 : type switch
            {
                "Limit" => part * Math.Min(1, RowsOf(node) / Math.Max(1, RowsOf(next))),
                "Result" or "Subquery Scan" or "Append" or "Nested Loop" or "LockRows" or "Gather" or "Merge Append" => part,
                "Hash Join" when next.GetProperty("Node Type").GetString() != "Hash" => part,
                _ => 1,
            }, scans);
        }
    }

    private static double RowsOf(JsonElement node) => node.GetProperty("Plan Rows").GetDouble();

    private async Task<long> RowsAsync(string table, CancellationToken cancellationToken)
    {
        if (_rows.TryGetValue(table, out var known))
            return known;
        var rows = -1L;
        await connection.ReadAsync(
            "SELECT c.reltuples::bigint FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND n.nspname = pg_catalog.current_schema() WHERE c.relname = @p0", [table], row => rows = row.GetInt64(0), cancellationToken).ConfigureAwait(false);
        if (rows < 0) // nobody has looked at it yet
            await connection.ReadAsync($"SELECT count(*) FROM (SELECT 1 FROM \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\" LIMIT {limit + 1}) AS read", [], row => rows = row.GetInt64(0), cancellationToken).ConfigureAwait(false);
        return _rows[table] = rows;
    }
}
