using Cks.Auth;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Samples.Portal.Work;
using Cks.Scope;

namespace Cks.Samples.Portal.Moves;

/// <summary>
/// Puts rows under a parent, or under none, and makes every copy of an ancestor's code that depends on it right again, on the rows and on everything below them. Which entities
/// stand under which, and which of their columns are copies, is said by the scope model: there is one such path for all. A change that uses it was begun as one that moves.
/// </summary>
internal sealed class Tree(SnapshotStore<ScopeModel> model)
{
    private ScopeModel Model => model.Current.Value;

    /// <summary>The relation that puts an entity under its parent; <see langword="null"/> for what stands in no tree, and for no entity at all.</summary>
    public ScopeRelation? ParentOf(string entity) => Model.TryGetEntity(entity, out var found) ? ParentOf(found) : null;

    /// <inheritdoc cref="ParentOf(string)"/>
    public ScopeRelation? ParentOf(ScopeEntity entity) => Model.ParentRelationOf(entity);

    /// <summary>The relations to what stands directly under an entity.</summary>
    public IEnumerable<ScopeRelation> ChildrenOf(ScopeEntity entity) => Model.ChildRelationsOf(entity);

    /// <summary>The live rows directly under a row.</summary>
    public static Query LiveUnder(PortalWork work, ScopeRelation relation, string parent) =>
        work.Ours(relation.To).Where(relation.By!, Op.Eq, parent).WhereNull(relation.To.Archived!);

    /// <summary>Holds a row until the change ends.</summary>
    public Task<Standing?> HoldAsync(PortalWork work, ScopeEntity entity, Query rows, string code, CancellationToken cancellationToken)
    {
        Column[] columns = [entity.Key, entity.Archived!, .. ParentOf(entity) is { } up ? [up.By!] : Array.Empty<Column>()];
        return work.FirstAsync(
            work.Unscoped(rows.Where(entity.Key, Op.Eq, code).Select(columns).ForUpdate(), "rows of the tree are held once the actor was found to see or reach them, and those above them"),
            row => new Standing(entity, row.GetString(0), row.FieldCount < 3 || row.IsDBNull(2) ? null : row.GetString(2), !row.IsDBNull(1)),
            cancellationToken);
    }

    /// <summary>Puts rows under a parent.</summary>
    /// <param name="work">The change.</param>
    /// <param name="relation">The relation that makes the tree there.</param>
    /// <param name="rows">Which rows, with the conditions under which they are still to be moved.</param>
    /// <param name="parent">Code of the parent; <see langword="null"/> for none.</param>
    /// <param name="status">Their status from now on; <see langword="null"/> leaves it, and so does a present one that may not sign in.</param>
    /// <param name="cancellationToken">Stops the change.</param>
    /// <returns>How many were moved.</returns>
    public async Task<int> PutAsync(PortalWork work, ScopeRelation relation, Query rows, string? parent, string? status, CancellationToken cancellationToken)
    {
        var above = await ChainAsync(work, relation.From, parent, cancellationToken);
        var copies = Model.ScopeKeysUnder(relation.To).ToLookup(k => k.Entity);
        // What is below is found through the rows as they still stand, so they are written last.
        foreach (var (entity, below) in Below(work, relation.To, rows).Where(b => copies.Contains(b.Entity)))
            await work.ExecuteAsync(Copy(Write.Update(below), entity), cancellationToken);
        var write = Copy(Write.Update(rows).Set(relation.By!, parent), relation.To);
        if (status is not null && relation.To.TryField("status", out var column) && await AreWelcomeAsync(work, rows.Select(column), cancellationToken))
            write = write.Set((Column<string>)column, status);
        return await work.ExecuteAsync(write, cancellationToken);

        Write Copy(Write to, ScopeEntity entity) => copies[entity].Aggregate(to, (w, key) => w.Set(key.Column, above.GetValueOrDefault(key.Ancestor)));
    }

    // Whoever may not sign in is let in by whoever decides that, and not by a place in the tree.
    private static async Task<bool> AreWelcomeAsync(PortalWork work, Query statuses, CancellationToken cancellationToken)
    {
        var welcome = true;
        await work.ReadAsync(work.Me, work.Unscoped(statuses, "who may not sign in stays so wherever it is put"), row => welcome &= !row.IsDBNull(0) && SessionStatuses.MaySignIn(row.GetString(0)), cancellationToken);
        return welcome;
    }

    /// <summary>The codes from a row upward. Rows between may be archived: the chain is what the parent columns say.</summary>
    private async Task<Dictionary<ScopeEntity, string>> ChainAsync(PortalWork work, ScopeEntity entity, string? code, CancellationToken cancellationToken)
    {
        var chain = new Dictionary<ScopeEntity, string>();
        while (code is not null && chain.TryAdd(entity, code) && ParentOf(entity) is { } up)
            (entity, code) = (up.From, (await HoldAsync(work, entity, work.Ours(entity), code, cancellationToken))?.Parent);
        return chain;
    }

    private IEnumerable<(ScopeEntity Entity, Query Rows)> Below(PortalWork work, ScopeEntity entity, Query rows)
    {
        foreach (var relation in ChildrenOf(entity))
        {
            var below = work.Ours(relation.To).WhereIn(relation.By!, rows.Select(entity.Key));
            yield return (relation.To, below);
            foreach (var deeper in Below(work, relation.To, below))
                yield return deeper;
        }
    }
}
