using System.Data.Common;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>
/// Events of a table of the application, heard by whoever its ids and the tree say. Who is named by an event hears it; who stands above a row that it names only where every relation in between says since when,
/// and has been there since before the event (S18). Where a target must be seen, it must be seen now.
/// </summary>
internal sealed class DerivedSource(ActivityTable table, ScopeModel model) : IActivitySource
{
    private static readonly string[] Texts = ["id", "type", "description", "actor", "actorRole", "target", "targetType"];

    private readonly KeyValuePair<string, Column<string>>[] _ids = [.. table.Ids.Select(i => KeyValuePair.Create(i.Key, i.Value.Column))];

    /// <summary>The table of events.</summary>
    public ActivityTable Table => table;

    public Column<string> Id { get; } = table["id"];

    public ViewerTerms? Open => null;

    public Column[] Shown => field ??= [.. Texts.Select(n => table[n]), table.At, .. _ids.Select(i => i.Value)];

    public Query Events(Viewer viewer) => Query.From(table.Table).Where(table["tenant"], Op.Eq, viewer.Me.Tenant.Value).Where(table.Test, Op.Eq, viewer.Me.IsTest);

    public IReadOnlyList<Query> Heard(Viewer viewer)
    {
        var named = Named(viewer, mustSee: false).Concat(OfRole(viewer)).Select(events => events.Select(Id, table.At));
        Query[] heard = [.. named, .. SeenNow(viewer, [.. Named(viewer, mustSee: true), .. Above(viewer)])];
        return [heard switch
        {
            [] => Events(viewer).WhereFalse().Select(Id, table.At),
            [var only] => only,
            _ => heard[0].Union(heard.AsSpan(1)),
        }];
    }

    public ActivityRow Read(DbDataReader row)
    {
        var ids = new Dictionary<string, string?>(StringComparer.Ordinal);
        for (var i = 0; i < _ids.Length; i++)
            ids[_ids[i].Key] = row.IsDBNull(Texts.Length + 1 + i) ? null : row.GetString(Texts.Length + 1 + i);
        return new(row.GetString(0), row.GetFieldValue<DateTimeOffset>(Texts.Length).ToUniversalTime(), Text(1), Text(2), Text(3), Text(4), Text(5), Text(6)) { Ids = ids.GetValueOrDefault };

        string Text(int column) => row.IsDBNull(column) ? "" : row.GetString(column);
    }

    // The events that name the viewer in an id which counts for its role.
    private IEnumerable<Query> Named(Viewer viewer, bool mustSee) =>
        from kind in viewer.Strategy.Strategy.ActivityFilters
        where ColumnOf(kind) is not null
        let types = Types(t => t.MustSee == mustSee && t.Audience.Contains(kind, StringComparer.Ordinal))
        where types.Length > 0
        select Events(viewer).WhereIn(table["type"], types).Where(ColumnOf(kind)!, Op.Eq, viewer.Me.Code);

    private IEnumerable<Query> OfRole(Viewer viewer) =>
        Types(t => t.Roles.Contains(viewer.Strategy.Strategy.Role, StringComparer.Ordinal)) is { Length: > 0 } types ? [Events(viewer).WhereIn(table["type"], types)] : [];

    // The events that name a row below the viewer.
    private IEnumerable<Query> Above(Viewer viewer) =>
        from kind in viewer.Strategy.Strategy.ActivityFilters.Contains(AudienceFinder.Ancestors, StringComparer.Ordinal) ? model.Activities.Values.SelectMany(t => t.AncestorsOf).Distinct() : []
        let types = Types(t => t.AncestorsOf.Contains(kind, StringComparer.Ordinal))
        where types.Length > 0
        let events = Events(viewer).WhereIn(table["type"], types)
        from below in kind == AudienceFinder.Kinds.Target ? model.Entities : [table.Ids[kind].Entity]
        let up = Up(below, viewer.Strategy.Viewer)
        where up.Count > 0 && up.All(r => r.Since is not null)
        select Climb(kind == AudienceFinder.Kinds.Target ? events.Where(table["targetType"], Op.Eq, below.Name) : events, ColumnOf(kind)!, up, viewer);

    private Query Climb(Query events, Column<string> code, List<ScopeRelation> up, Viewer viewer)
    {
        foreach (var relation in up)
        {
            var (row, key) = (relation.To, code);
            events = events.Join(row.Table, on =>
            {
                on = on.Where(row.Key, Op.Eq, key).Where(relation.Since!, Op.Le, table.At);
                on = row.Tenant is { } tenant ? on.Where(tenant, Op.Eq, viewer.Me.Tenant.Value) : on;
                return row.Test is { } test ? on.Where(test, Op.Eq, viewer.Me.IsTest) : on;
            });
            code = relation.By!;
        }

        return events.Where(code, Op.Eq, viewer.Me.Code);
    }

    // The relations from an entity up to one above it, nearest first; none where it is not above.
    private List<ScopeRelation> Up(ScopeEntity below, ScopeEntity above)
    {
        var up = new List<ScopeRelation>();
        for (var at = below; at != above || up.Count == 0; at = up[^1].From)
        {
            if (model.ParentRelationOf(at) is not { } parent)
                return [];
            up.Add(parent);
        }

        return up;
    }

    // Once for all of them: what an entity's rows are is the longest part of the query.
    private IEnumerable<Query> SeenNow(Viewer viewer, Query[] events)
    {
        var rows = model.Entities.Select(e => (e.Name, Keys: viewer.Rows(e).Select(e.Key))).Where(e => !e.Keys.IsFalse).ToArray();
        if (events.Length == 0 || rows.Length == 0)
            return [];
        var arms = Array.ConvertAll(events, e => e.Select(Id, table.At, table["target"], table["targetType"]));
        var all = arms is [var only] ? Query.From(only.AsTable()) : arms[0].Union(arms.AsSpan(1));
        var (target, type) = ((Column<string>)all.Columns[2], (Column<string>)all.Columns[3]);
        return [all.Where(any => rows.Aggregate(any, (or, e) => or.OrWhere(one => one.Where(type, Op.Eq, e.Name).WhereIn(target, e.Keys)))).Select(all.Columns[0], all.Columns[1])];
    }

    private Column<string>? ColumnOf(string kind) => table.Find(kind);

    private string[] Types(Func<ActivityType, bool> which) => [.. model.Activities.Values.Where(t => !ActivityType.IsSilent(t.Name) && which(t)).Select(t => t.Name)];
}
