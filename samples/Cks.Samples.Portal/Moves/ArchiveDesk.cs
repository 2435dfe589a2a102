using System.Data.Common;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Sessions;
using Cks.Samples.Portal.Work;
using Cks.Scope;

namespace Cks.Samples.Portal.Moves;

/// <summary>
/// Ends rows and revives them, all kinds on one path. An archived row leaves every scope at once, and whoever it was is out at the next request. What stood directly under it is
/// taken from it and stays; reviving puts nothing back.
/// </summary>
internal sealed class ArchiveDesk(PortalWorks works, Tree tree, Reach reach, HardDelete hardDelete, RightsOfArchived rights, PersonChanges changes, ScopedReader reader, IScopeQueries scope, SnapshotStore<ScopeModel> model)
{
    private const int LongestReason = 1_000;
    private const int PageSize = 200;
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);
    private static readonly Table Table = PortalTables.Archives;
    private static readonly Column<DateTimeOffset> ArchivedAt = Table.Column<DateTimeOffset>("archived_at");
    private static readonly Column<DateTimeOffset?> RestoredAt = Table.Column<DateTimeOffset?>("restored_at");

    /// <summary>Ends a row.</summary>
    public async Task<Outcome<Moved>> ArchiveAsync(Subject me, string entity, string code, string? reason, CancellationToken cancellationToken)
    {
        var outcome = await changes.TellingAsync(me, code, () => ArchiveRowAsync(me, entity, code, reason, cancellationToken), cancellationToken);
        // After the change and not in it: keys and grants have stores of their own. Also where whoever asked has gone by now, and of a row that was archived before, in case that did not come to them.
        if (outcome.IsDone && await rights.FindAsync(me, outcome.Value.Code) is { } person)
            await rights.EndAsync(me, person, CancellationToken.None);
        return outcome;
    }

    /// <summary>Revives a row; in the tree it is then under nobody.</summary>
    public async Task<Outcome<Moved>> RestoreAsync(Subject me, string entity, string code, CancellationToken cancellationToken) =>
        await KeptByRightsAsync(me, entity, code, cancellationToken) is { } refusal ? refusal : await changes.TellingAsync(me, code, () => RestoreRowAsync(me, entity, code, cancellationToken), cancellationToken);

    /// <summary>Deletes an archived row for good.</summary>
    public async Task<Outcome<Moved>> DeleteAsync(Subject me, string entity, string code, bool confirmed, CancellationToken cancellationToken) =>
        // Once the row is gone nobody finds its keys any more.
        confirmed && await KeptByRightsAsync(me, entity, code, cancellationToken) is { } keyed ? keyed
            : await changes.TellingAsync(me, code, () => DeleteRowAsync(me, entity, code, confirmed, cancellationToken), cancellationToken);

    /// <summary>What is archived, the latest first.</summary>
    public async Task<ArchivePage> ListAsync(Subject me, CancellationToken cancellationToken)
    {
        var columns = new[] { "entity", "code", "archived_by", "reason" }.Select(Table.Column<string>);
        var kinds = reach.Everything(me).Intersect(Belongings.All.Keys, StringComparer.Ordinal).ToArray();
        var query = PortalRows.Ours(me, Table).WhereNull(RestoredAt).WhereIn(Table.Column<string>("entity"), kinds)
            .Select([.. columns, ArchivedAt, Table.Column<DateTimeOffset>("delete_after")])
            .OrderByDesc(ArchivedAt).OrderByDesc(Table.Column<string>("archive_id")).Limit(PageSize + 1);
        var entries = await reader.ReadListAsync(me, scope.Unscoped(me, query, "archives are no entity; only of kinds of which the actor sees everything"), ArchiveEntry.Read, cancellationToken);
        return new([.. entries.Take(PageSize)], entries.Count > PageSize);
    }

    private async Task<Outcome<Moved>> RestoreRowAsync(Subject me, string entity, string code, CancellationToken cancellationToken)
    {
        await using var work = await works.BeginMovingAsync(me, cancellationToken);
        if (await HoldAsync(work, entity, code, cancellationToken) is not { } row)
            return Refusal.Outside;
        if (!row.IsArchived)
            return new Moved(row.Code, Changed: false);
        var rows = work.Ours(row.Entity).Where(row.Entity.Key, Op.Eq, row.Code).WhereNotNull(row.Entity.Archived!);
        if (tree.ParentOf(row.Entity) is { } relation)
            await tree.PutAsync(work, relation, rows, parent: null, "unassigned", cancellationToken);
        await work.ExecuteAsync(
            Write.Update(OfRow(work, row).WhereNull(RestoredAt)).Set(RestoredAt, work.Now).Set(Table.Column<string>("restored_by"), me.Code),
            cancellationToken);
        return await EndAsync(work, row, "restored", "archive.restore", await work.ExecuteAsync(Write.Update(rows).SetNull(row.Entity.Archived!), cancellationToken), cancellationToken);
    }

    private async Task<Outcome<Moved>> DeleteRowAsync(Subject me, string entity, string code, bool confirmed, CancellationToken cancellationToken)
    {
        await using var work = await works.BeginMovingAsync(me, cancellationToken);
        if (await HoldAsync(work, entity, code, cancellationToken) is not { } row)
            return Refusal.Outside;
        if (!confirmed)
            return Refusal.Invalid("confirm_required", "It cannot be undone: add confirm=true.");
        if (!row.IsArchived)
            return Refusal.Conflict("not_archived", "Archive it first.");
        if (await hardDelete.KeptByAsync(work, row, cancellationToken) is { } refusal)
            return refusal;
        await hardDelete.DeleteAsync(work, row, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return new Moved(row.Code, Changed: true);
    }

    private async Task<Outcome<Moved>> ArchiveRowAsync(Subject me, string entity, string code, string? reason, CancellationToken cancellationToken)
    {
        await using var work = await works.BeginMovingAsync(me, cancellationToken);
        if (await HoldAsync(work, entity, code, cancellationToken) is not { } row)
            return Refusal.Outside;
        if (reason is not null && (reason.Length > LongestReason || reason.Contains('\0')))
            return Refusal.Invalid("bad_reason", $"A reason has {LongestReason} characters at most.");
        if (row.IsArchived)
            return new Moved(row.Code, Changed: false);
        await work.ExecuteAsync(await RecordAsync(work, row, reason, cancellationToken), cancellationToken);
        foreach (var relation in tree.ChildrenOf(row.Entity))
            await tree.PutAsync(work, relation, Tree.LiveUnder(work, relation, row.Code), parent: null, status: null, cancellationToken);
        var write = Write.Update(work.Ours(row.Entity).Where(row.Entity.Key, Op.Eq, row.Code).WhereNull(row.Entity.Archived!)).Set(row.Entity.Archived!, work.Now);
        if (row.Entity.TryField("isActive", out var active))
            write = write.Set((Column<bool>)active, false);
        return await EndAsync(work, row, "archived", "archive.archive", await work.ExecuteAsync(write, cancellationToken), cancellationToken);
    }

    /// <summary>Ends the keys and grants of an archived row that the actor may move, before the change and not in it: what archiving did not come to is done here.</summary>
    /// <returns>Why that could not be done; <see langword="null"/> where none is left, and where there is no such row.</returns>
    private async Task<Refusal?> KeptByRightsAsync(Subject me, string entity, string code, CancellationToken cancellationToken)
    {
        if (Belongings.All.GetValueOrDefault(entity) is not { IsPerson: true })
            return null;
        Standing? row;
        await using (var work = await works.BeginMovingAsync(me, cancellationToken))
            row = await HoldAsync(work, entity, code, cancellationToken);
        return row is { IsArchived: true } && await rights.FindAsync(me, row.Code) is { } person ? await rights.EndAsync(me, person, cancellationToken) : null;
    }

    private static Query OfRow(PortalWork work, Standing row) =>
        work.Ours(Table).Where(Table.Column<string>("entity"), Op.Eq, row.Entity.Name).Where(Table.Column<string>("code"), Op.Eq, row.Code);

    private async Task<Standing?> HoldAsync(PortalWork work, string entity, string code, CancellationToken cancellationToken) =>
        Belongings.All.ContainsKey(entity) && model.Current.Value.TryGetEntity(entity, out var of) && Codes.Canonical(of, code) is { } known
            ? await tree.HoldAsync(work, of, reach.Rows(work.Me, of), known, cancellationToken)
            : null;

    /// <summary>The record of an archiving, with the links that it takes apart and the one upward, which stays.</summary>
    private async Task<List<Write>> RecordAsync(PortalWork work, Standing row, string? reason, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(work.Now).ToString("N");
        List<Write> writes =
        [
            work.New(Table)
                .Set(Table.Column<string>("archive_id"), id)
                .Set(Table.Column<string>("entity"), row.Entity.Name)
                .Set(Table.Column<string>("code"), row.Code)
                .Set(ArchivedAt, work.Now)
                .Set(Table.Column<string>("archived_by"), work.Me.Code)
                .Set(Table.Column<string>("reason"), reason?.Trim())
                .Set(Table.Column<DateTimeOffset>("delete_after"), work.Now + KeptFor),
        ];
        if (row.Parent is { } parent)
            writes.Add(Link(tree.ParentOf(row.Entity)!, row.Code, parent));
        foreach (var relation in tree.ChildrenOf(row.Entity))
        {
            var below = work.Unscoped(Tree.LiveUnder(work, relation, row.Code).Select(relation.To.Key), "what stands under an archived row is set free, whoever sees it");
            writes.AddRange((await work.AllAsync(below, r => r.GetString(0), cancellationToken)).Select(child => Link(relation, child, row.Code)));
        }

        return writes;

        Write Link(ScopeRelation relation, string child, string above) => work.New(PortalTables.ArchiveLinks)
            .Set(PortalTables.ArchiveLinks.Column<string>("archive_id"), id)
            .Set(PortalTables.ArchiveLinks.Column<string>("child_entity"), relation.To.Name)
            .Set(PortalTables.ArchiveLinks.Column<string>("child_code"), child)
            .Set(PortalTables.ArchiveLinks.Column<string>("parent_entity"), relation.From.Name)
            .Set(PortalTables.ArchiveLinks.Column<string>("parent_code"), above);
    }

    private static async Task<Outcome<Moved>> EndAsync(PortalWork work, Standing row, string what, string action, int changed, CancellationToken cancellationToken)
    {
        if (changed == 0)
            return Refusal.Changed;
        await work.LogAsync(ActivityOf(row.Entity, what), row.Entity.Name, row.Code, $"{row.Code} {what}", new Dictionary<string, string?>(), cancellationToken);
        await work.AuditAsync(action, row.Code, row.Entity.Name, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return new Moved(row.Code, Changed: true);
    }

    /// <summary>What the history calls it.</summary>
    internal static string ActivityOf(ScopeEntity entity, string what) => $"{entity.Name.Replace('-', '_')}_{what}";
}

/// <summary>What is archived.</summary>
/// <param name="Items">The latest, the latest first.</param>
/// <param name="More">Whether there is more.</param>
internal sealed record ArchivePage(IReadOnlyList<ArchiveEntry> Items, bool More);

/// <summary>An archived row.</summary>
internal sealed record ArchiveEntry(string Entity, string Code, string ArchivedBy, string? Reason, DateTimeOffset ArchivedAt, DateTimeOffset DeleteAfter)
{
    public static ArchiveEntry Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetFieldValue<DateTimeOffset>(4), row.GetFieldValue<DateTimeOffset>(5));
}
