using System.Data.Common;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Work;

namespace Cks.Samples.Portal.Moves;

/// <summary>Deletes archived rows for good, with what is theirs alone. What remains is a snapshot in which nothing tells who somebody was or how to reach them.</summary>
internal sealed class HardDelete(Tree tree, IPolicyPlanner planner)
{
    private const string Redacted = "[REDACTED]";

    // Every field that is not known to say nothing about a person is blacked out. Parents and other codes end in Code.
    private static readonly string[] Kept = ["code", "status", "type", "kind", "category", "priority", "rating", "managedBy", "isActive", "creator", "creatorRole", "resolvedBy"];
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Why a row cannot be deleted; <see langword="null"/> when it can.</summary>
    public async Task<Refusal?> KeptByAsync(PortalWork work, Standing row, CancellationToken cancellationToken)
    {
        foreach (var relation in tree.ChildrenOf(row.Entity))
            if (await AnyAsync(work, Tree.LiveUnder(work, relation, row.Code).Select(relation.To.Key), cancellationToken))
                return Refusal.Conflict("has_children", "Live rows stand under it.");
        var needed = Belongings.All[row.Entity.Name].Needed.Concat(tree.ChildrenOf(row.Entity).Select(r => r.By!));
        foreach (var column in needed)
            if (await AnyAsync(work, work.Ours(column.Table).Where(column, Op.Eq, row.Code).Select(column), cancellationToken))
                return Refusal.Conflict("still_referenced", "Other rows still name it.");
        return null;
    }

    /// <summary>Deletes it.</summary>
    public async Task DeleteAsync(PortalWork work, Standing row, CancellationToken cancellationToken)
    {
        var snapshot = await SnapshotAsync(work, row, cancellationToken);
        var belongings = Belongings.All[row.Entity.Name];
        List<Write> writes = [.. belongings.Own.Select(column => Write.Delete(work.Ours(column.Table).Where(column, Op.Eq, row.Code)))];
        if (belongings.IsPerson)
        {
            var links = PortalTables.IdentityLinks;
            writes.Add(Write.Delete(Query.From(links).Where(links.Column<string>("tenant_id"), Op.Eq, work.Me.Tenant.Value).Where(links.Column<string>("code"), Op.Eq, row.Code)));
        }

        var (archives, archiveLinks) = (PortalTables.Archives, PortalTables.ArchiveLinks);
        var records = work.Ours(archives).Where(archives.Column<string>("entity"), Op.Eq, row.Entity.Name).Where(archives.Column<string>("code"), Op.Eq, row.Code);
        writes.Add(Write.Delete(work.Ours(archiveLinks).WhereIn(archiveLinks.Column<string>("archive_id"), records.Select(archives.Column<string>("archive_id")))));
        writes.Add(Write.Delete(records));
        writes.Add(Write.Delete(work.Ours(row.Entity).Where(row.Entity.Key, Op.Eq, row.Code).WhereNotNull(row.Entity.Archived!)));
        await work.ExecuteAsync(writes, cancellationToken);
        await work.LogAsync(ArchiveDesk.ActivityOf(row.Entity, "hard_deleted"), row.Entity.Name, row.Code, $"{row.Code} deleted for good", snapshot, cancellationToken);
        await work.AuditAsync("archive.delete", row.Code, JsonSerializer.Serialize(snapshot, Plain), cancellationToken);
    }

    private static async Task<bool> AnyAsync(PortalWork work, Query rows, CancellationToken cancellationToken) =>
        await work.FirstAsync(work.Unscoped(rows.Limit(1), "whatever still names a row keeps it, whoever sees it"), row => row.GetString(0), cancellationToken) is not null;

    /// <summary>What the row was, as far as whoever deletes it may read it, blacked out. What is empty stays absent, so that blacking out tells nothing of it.</summary>
    private async Task<Dictionary<string, string?>> SnapshotAsync(PortalWork work, Standing row, CancellationToken cancellationToken)
    {
        var entity = row.Entity;
        var names = planner.Fields(work.Me, entity.View).Names.Where(n => entity.TryField(n, out _)).Order(StringComparer.Ordinal).ToArray();
        var columns = names.Select(n => entity.TryField(n, out var column) ? column : entity.Key).Prepend(entity.Key).ToArray();
        return (await work.FirstAsync(
            work.Unscoped(work.Ours(entity).Where(entity.Key, Op.Eq, row.Code).Select(columns), "what is archived is in nobody's scope; of fields that the actor may read"),
            r => names.Index().ToDictionary(
                n => n.Item,
                n => r.IsDBNull(n.Index + 1) ? null : IsKept(n.Item, entity.Code is not null) ? Text(r, columns[n.Index + 1], n.Index + 1) : Redacted),
            cancellationToken))!;
    }

    private static string? Text(DbDataReader row, Column column, int index) => column switch
    {
        Column<bool> => row.GetBoolean(index) ? "true" : "false",
        Column<DateTimeOffset> or Column<DateTimeOffset?> => row.GetFieldValue<DateTimeOffset>(index).ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        _ => Convert.ToString(row.GetValue(index), CultureInfo.InvariantCulture),
    };

    private static bool IsKept(string field, bool isSomebody) =>
        Kept.Contains(field, StringComparer.Ordinal) || field.EndsWith("Code", StringComparison.Ordinal) || field.EndsWith("At", StringComparison.Ordinal) || (field == "name" && !isSomebody);
}
