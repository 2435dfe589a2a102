using System.Data.Common;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Sessions;
using Cks.Samples.Portal.Work;
using Cks.Scope;

namespace Cks.Samples.Portal.Moves;

/// <summary>
/// Who is under whom. Both rows are live and seen by whoever moves them (which keeps tenants and test classes apart), everything is written in one transaction, and who was above
/// until then hears of it before the row is gone.
/// </summary>
internal sealed class AssignmentDesk(PortalWorks works, Codes codes, Tree tree, ScopedReader reader, IScopeQueries scope, IPolicyPlanner planner, PersonChanges changes)
{
    private static readonly string[] Listed = ["code", "name", "status"];

    /// <summary>Puts a row under another.</summary>
    public async Task<Outcome<Moved>> AssignAsync(Subject me, string entity, string code, string? parent, CancellationToken cancellationToken)
    {
        if (tree.ParentOf(entity) is not { } relation)
            return Refusal.Outside;
        // The status changes with the parent.
        return await changes.TellingAsync<Moved>(me, code, async () =>
        {
            await using var work = await works.BeginMovingAsync(me, cancellationToken);
            return await HoldAsync(work, relation.To, code, cancellationToken) is { } child && await HoldAsync(work, relation.From, parent, cancellationToken) is { } above
                ? await MoveAsync(work, relation, child, above.Code, cancellationToken)
                : Refusal.Outside;
        }, cancellationToken);
    }

    /// <summary>Takes a row from its parent.</summary>
    public async Task<Outcome<Moved>> UnassignAsync(Subject me, string entity, string code, CancellationToken cancellationToken)
    {
        if (tree.ParentOf(entity) is not { } relation)
            return Refusal.Outside;
        return await changes.TellingAsync<Moved>(me, code, async () =>
        {
            await using var work = await works.BeginMovingAsync(me, cancellationToken);
            return await HoldAsync(work, relation.To, code, cancellationToken) is { } child ? await MoveAsync(work, relation, child, null, cancellationToken) : Refusal.Outside;
        }, cancellationToken);
    }

    /// <summary>The live rows of an entity that are under nobody, by code; <paramref name="after"/> is the last code of the page before.</summary>
    public async Task<Outcome<UnassignedPage>> UnassignedAsync(Subject me, string entity, string? after, CancellationToken cancellationToken)
    {
        if (tree.ParentOf(entity) is not { To: var of, By: { } parent } || planner.Fields(me, of.View) is var mask && !mask.Allows("code"))
            return Refusal.Outside;
        var page = Query.From(of.Table).WhereNull(parent).OrderBy(of.Key);
        if (after is not null)
        {
            if (Codes.Canonical(of, after) is not { } last)
                return Refusal.Invalid("bad_cursor", "The cursor is not one of this list.");
            page = page.After(last);
        }

        var columns = Listed.Select(f => mask.Allows(f) && of.TryField(f, out var column) ? column : of.Key).ToArray();
        var rows = await reader.ReadListAsync(
            me, scope.Scope(me, page.Select(columns).Limit(ScopeSet.PageSize + 1)), row => new UnassignedRow(row.GetString(0), Text(row, 1), Text(row, 2)), cancellationToken);
        return new UnassignedPage([.. rows.Take(ScopeSet.PageSize)], rows.Count > ScopeSet.PageSize ? rows[ScopeSet.PageSize - 1].Code : null);

        string? Text(DbDataReader row, int column) => columns[column] == of.Key || row.IsDBNull(column) ? null : row.GetString(column);
    }

    /// <summary>A live row that the actor sees; whatever else a code may be is absent.</summary>
    private async Task<Standing?> HoldAsync(PortalWork work, ScopeEntity entity, string? code, CancellationToken cancellationToken) =>
        await codes.FindAsync(work, entity.Name, code, cancellationToken) is { } known
            ? await tree.HoldAsync(work, entity, work.Ours(entity).WhereNull(entity.Archived!), known, cancellationToken)
            : null;

    private async Task<Outcome<Moved>> MoveAsync(PortalWork work, ScopeRelation relation, Standing child, string? parent, CancellationToken cancellationToken)
    {
        if (child.Parent == parent)
            return new Moved(child.Code, Changed: false);
        var (below, above) = (relation.To.Name, relation.From.Name);
        if (child.Parent is { } former)
            await work.LogAsync($"{below}_unassigned_from_{above}", below, child.Code, $"{child.Code} is no longer assigned to this {above}", Ids(former), cancellationToken);
        var rows = work.Ours(relation.To).Where(relation.To.Key, Op.Eq, child.Code).WhereNull(relation.To.Archived!);
        rows = child.Parent is null ? rows.WhereNull(relation.By!) : rows.Where(relation.By!, Op.Eq, child.Parent);
        if (await tree.PutAsync(work, relation, rows, parent, parent is null ? "unassigned" : "active", cancellationToken) == 0)
            return Refusal.Changed;
        if (parent is not null)
            await work.LogAsync($"{below}_assigned_to_{above}", below, child.Code, $"{child.Code} is assigned to a {above}", Ids(parent), cancellationToken);
        await work.AuditAsync(parent is null ? "assignments.unassign" : "assignments.assign", child.Code, $"from {child.Parent ?? "nobody"} to {parent ?? "nobody"}", cancellationToken);
        await work.CommitAsync(cancellationToken);
        return new Moved(child.Code, Changed: true);

        Dictionary<string, string?> Ids(string of) => new() { [$"{above}Id"] = of, [$"{below}Id"] = child.Code };
    }
}

/// <summary>A page of rows that are under nobody.</summary>
internal sealed record UnassignedPage(IReadOnlyList<UnassignedRow> Items, string? Next);

/// <summary>A row that is under nobody.</summary>
internal sealed record UnassignedRow(string Code, string? Name, string? Status);
