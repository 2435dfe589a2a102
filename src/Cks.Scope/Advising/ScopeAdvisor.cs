using System.Data.Common;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Says which indexes the strategies of a model need, which of them a database lacks, and which statements read its tables from end to end.</summary>
internal sealed class ScopeAdvisor(ScopeModel model, IPolicyPlanner planner, TimeProvider clock)
{
    private readonly IReadOnlyList<IndexNeed> _needs = IndexNeeds.Of(model);

    /// <summary>All that is needed, as nothing is known of a database.</summary>
    public ScopeAdvice Advise() => new() { Needs = [.. _needs.Select(n => (n, (string?)null))], Made = IndexDdl.Of(_needs, IndexCatalog.Unknown) };

    /// <summary>What a database lacks.</summary>
    /// <param name="source">The database; nothing is changed in it.</param>
    /// <param name="compiler">Its dialect.</param>
    /// <param name="limit">A table of no more rows may be read from end to end.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ScopeAdvice> AdviseAsync(DbDataSource source, SqlCompiler compiler, long limit, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var catalog = await IndexCatalog.ReadAsync(connection, compiler, IsArchived, cancellationToken).ConfigureAwait(false);
            var (needs, missing) = (_needs.Where(n => catalog.Tables.Contains(n.Table.Name)), _needs.Select(n => n.Table.Name).Distinct().Where(t => !catalog.Tables.Contains(t) && !catalog.Views.Contains(t)).ToArray());
            var served = needs.Select(n => (Need: n, Index: catalog.Indexes.FirstOrDefault(n.IsServedBy)?.Name)).ToArray();
            var advice = new ScopeAdvice
            {
                IsCompared = true,
                Needs = served,
                Made = IndexDdl.Of(served.Where(s => s.Index is null).Select(s => s.Need), catalog),
                Missing = missing,
                Views = [.. _needs.Select(n => n.Table.Name).Distinct().Where(catalog.Views.Contains)],
            };
            // Of a table that is not there no database says how it would read it.
            return missing.Length > 0 ? advice : advice with { Scans = await ScansAsync(new(source, compiler), compiler is SqliteCompiler, connection, catalog, advice.Made, limit, cancellationToken).ConfigureAwait(false) };
        }
    }

    private bool IsArchived(string table, string column) => model.Entities.Any(e => e.Table.Name == table && e.Archived?.Name == column);

    private async Task<List<ScopeScan>> ScansAsync(QueryReader reader, bool isSqlite, DbConnection connection, IndexCatalog catalog, IReadOnlyList<IndexDdl> made, long limit, CancellationToken cancellationToken)
    {
        var statements = new List<(string Role, string What, Query Query)>();
        foreach (var strategy in model.Compiled.OrderBy(s => s.Strategy.Role, StringComparer.Ordinal))
        {
            var middle = await SampleAsync(reader, strategy.Viewer, cancellationToken).ConfigureAwait(false);
            statements.AddRange(await StatementsAsync(reader, strategy.Strategy.Role, middle, "", cancellationToken).ConfigureAwait(false));
            if (await LargestAsync(reader, strategy, cancellationToken).ConfigureAwait(false) is { } largest && largest != middle)
                statements.AddRange(await StatementsAsync(reader, strategy.Strategy.Role, largest, $" of {largest.Code}, who has the most", cancellationToken).ConfigureAwait(false));
        }

        if (isSqlite)
            return await FindAsync(new SqliteScans(connection, catalog.Tables, limit), statements, made, cancellationToken).ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
            return await FindAsync(new PostgresScans(connection, limit), statements, made, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<List<ScopeScan>> FindAsync(IScanFinder finder, IEnumerable<(string Role, string What, Query Query)> statements, IReadOnlyList<IndexDdl> made, CancellationToken cancellationToken)
    {
        var scans = new List<ScopeScan>();
        foreach (var (role, what, query) in statements)
            foreach (var scan in await finder.FindAsync(query, cancellationToken).ConfigureAwait(false))
                scans.Add(new(role, what, scan, IsFinding: scan.CanBeAvoided == false || made.Any(m => m.Need.Table.Name == scan.Table && m.Need.IsOf(role))));
        return scans;
    }

    private async Task<List<(string, string, Query)>> StatementsAsync(QueryReader reader, string role, (string Code, string? Tenant) viewer, string of, CancellationToken cancellationToken)
    {
        var statements = new List<(string, string, Query)>();
        if (ScopeStatements.Of(new("", TenantId.TryParse(viewer.Tenant, out var known) ? known : TenantId.Parse("main"), [role]) { Code = viewer.Code }, model, planner, clock) is not { } sent)
            return statements;
        Add("the answer", sent.Answer());
        foreach (var listed in sent.Listed)
            Add($"{listed}, a page", sent.List(listed));
        foreach (var entity in sent.Found)
            Add($"one {entity.Name}", sent.Find(entity, (await SampleAsync(reader, entity, cancellationToken).ConfigureAwait(false)).Code));
        Add("the feed", sent.Feed());
        Add("the feed", [.. sent.Seen(viewer.Code).Select(s => s.Statement)]);
        return statements;

        void Add(string what, IReadOnlyList<ScopeStatement> found) => statements.AddRange(found.Select(s => (role, $"{what}, {s.Name}{of}", s.Query)));
    }

    // Whoever most rows name at the first step of a way: a copied key counts all that hangs below. Each of these columns is counted once, which reads its table.
    private static async Task<(string Code, string? Tenant)?> LargestAsync(QueryReader reader, CompiledStrategy strategy, CancellationToken cancellationToken)
    {
        ((string, string?) Viewer, long Rows)? largest = null;
        foreach (var (of, by) in strategy.Unguarded.Below.SelectMany(r => r.Ways).Select(w => w.Steps[0]).Where(s => s is { By: not null, On: null }).Select(s => (s.To, s.By!)).Distinct())
        {
            var rows = Query.From(of.Table).WhereNotNull(by);
            if (of.Test is { } test)
                rows = rows.Where(test, Op.Eq, false);
            Column[] whose = of.Tenant is { } tenant ? [by, tenant] : [by];
            var most = await reader.ReadFirstAsync(
                rows.GroupBy(whose).Select([.. whose, Aggregate.Rows]).OrderByDesc(Aggregate.Rows).Limit(1),
                r => (Viewer: (r.GetString(0), whose.Length == 1 || r.IsDBNull(1) ? null : r.GetString(1)), Rows: r.GetInt64(whose.Length)), cancellationToken).ConfigureAwait(false);
            if (most.Rows > (largest?.Rows ?? 0))
                largest = most;
        }

        return largest?.Viewer;
    }

    // Somebody in the middle: the first codes are often those of the largest.
    private static async Task<(string Code, string? Tenant)> SampleAsync(QueryReader reader, ScopeEntity entity, CancellationToken cancellationToken)
    {
        var rows = Query.From(entity.Table).Select(entity.Tenant is { } tenant ? [entity.Key, tenant] : [entity.Key]).WhereNotNull(entity.Key);
        if (entity.Archived is { } archived)
            rows = rows.WhereNull(archived);
        if (entity.Test is { } test)
            rows = rows.Where(test, Op.Eq, false);
        var found = await reader.ReadListAsync(
            rows.Limit(Query.LongestList), r => (r.GetString(0), entity.Tenant is null || r.IsDBNull(1) ? null : r.GetString(1)), cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? ("none", null) : found[found.Count / 2];
    }
}
