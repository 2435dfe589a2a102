using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>
/// The indexes that the strategies of a model need: the key of each row that is looked up; the columns by which ways go down, with tenant and test class; the order of what is listed by one comparison or whole; and the
/// tables of the feed. A list that several ways or conditions of its own make is sorted once its rows are found, so that no index can promise its order.
/// </summary>
internal sealed class IndexNeeds
{
    private readonly ScopeModel _model;
    private readonly List<IndexNeed> _needs = [];

    private IndexNeeds(ScopeModel model) => _model = model;

    public static IReadOnlyList<IndexNeed> Of(ScopeModel model)
    {
        var needs = new IndexNeeds(model);
        foreach (var role in model.Strategies.Select(s => s.Role))
            needs.Add(model.Find(role)!);
        if (model.Activities.Count > 0)
            needs.AddFeed();
        return [.. needs._needs.GroupBy(n => (n.Table, string.Join('/', n.Equal), string.Join('/', n.Order))).Select(same => same.First() with { Why = [.. same.SelectMany(n => n.Why).Distinct()], IsLive = same.All(n => n.IsLive) })];
    }

    private void Add(CompiledStrategy strategy)
    {
        var role = strategy.Strategy.Role;
        AddKey(strategy.Viewer, isLive: true, $"{role}: the own record");
        foreach (var above in strategy.Upward)
            AddKey(above.From, isLive: true, $"{role}: {above.From.Name} above");
        foreach (var set in strategy.Sets.Concat(strategy.Lists))
            Add(set.Rows, $"{role}: {set.Name}", isListed: true);
        foreach (var metric in strategy.Metrics)
            if (metric.Rows is { } rows)
                Add(rows, $"{role}: {metric.Metric.Name}", isListed: false);
        foreach (var entity in strategy.All)
        {
            AddKey(entity, isLive: true, $"{role}: one {entity.Name}");
            _needs.Add(new(entity.Table, Class(entity), entity.Tenant!, Order(entity), [$"{role}: every {entity.Name}, a page"]) { IsLive = true });
        }
    }

    private void Add(CompiledRows rows, string why, bool isListed)
    {
        // A single row is asked for by its key, and rows of several ways are picked by it.
        if (isListed || rows.Ways.Count > 1)
            AddKey(rows.Entity, isLive: true, why);
        foreach (var step in rows.Ways.SelectMany(w => w.Steps.Skip(1)))
            AddKey(step.From, isLive: false, why); // upward
        foreach (var way in rows.Ways)
            foreach (var step in way.Steps)
            {
                // In between nobody asks what is archived.
                var isLive = rows.Ways.Count == 1 && step == way.Steps[^1];
                if (step.Link is { } link)
                {
                    AddBy(link.Entity, link.From, [link.To], [], isLive: false, why);
                    AddKey(step.To, isLive, why);
                }
                else
                {
                    AddBy(step.To, step.By!, [step.To.Key], [], isLive, why);
                }
            }

        if (isListed && rows is { Where.Count: 0, Ways: [{ Steps: [{ By: { } by, On: null }] }] })
            AddBy(rows.Entity, by, [], Order(rows.Entity), isLive: true, $"{why}, a page");
    }

    private void AddKey(ScopeEntity entity, bool isLive, string why) => AddBy(entity, entity.Key, [], [], isLive, why);

    private void AddBy(ScopeEntity entity, Column column, Column[] selected, Column[] order, bool isLive, string why) =>
        _needs.Add(new(entity.Table, [.. Class(entity), column], column, order, [why]) { Selected = selected, IsLive = isLive });

    private void AddFeed()
    {
        var (audience, dismissals, activities) = (ActivityTables.Audience, ActivityTables.Dismissals, ActivityTables.Activities);
        AddFeed(dismissals, "viewer", [], [Of(dismissals, "activity_id")], IndexNeed.EveryFeed + "what was dismissed");
        if (_model.ActivitySource is DerivedSource { Table: var events })
        {
            // All that somebody hears is put together and ordered then.
            foreach (var column in Kinds().Select(events.Find).OfType<Column<string>>().Append(events["id"]).Distinct())
                _needs.Add(new(events.Table, [events["tenant"], events.Test, column], column, [], [IndexNeed.EveryFeed + "the events"]));
            return;
        }

        AddFeed(audience, "audience", [audience.Column<DateTimeOffset>("created_at"), Of(audience, "activity_id")], [], IndexNeed.EveryFeed + "a page");
        AddFeed(activities, "activity_id", [], [], IndexNeed.EveryFeed + "the events");
    }

    // The ids of an event by which somebody hears of it.
    private IEnumerable<string> Kinds() => _model.Strategies.SelectMany(s => s.ActivityFilters).Concat(_model.Activities.Values.SelectMany(a => a.AncestorsOf));

    private void AddFeed(Table table, string column, Column[] order, Column[] selected, string why) =>
        _needs.Add(new(table, [Of(table, "tenant_id"), table.Column<bool>("is_test"), Of(table, column)], Of(table, column), order, [why]) { Selected = selected });

    private static Column<string> Of(Table table, string column) => table.Column<string>(column);

    private static Column[] Class(ScopeEntity entity) => [.. new Column?[] { entity.Tenant, entity.Test }.OfType<Column>()];

    private static Column[] Order(ScopeEntity entity) => entity.NewestFirst is null ? [entity.Key] : [entity.NewestFirst, entity.Key];
}
