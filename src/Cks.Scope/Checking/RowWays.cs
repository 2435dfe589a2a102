using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>
/// Follows the ways of a strategy from a row up to the viewer: what <see cref="StrategyQueries"/> asks as a query. Where only live rows lead on is said by metrics alone. Tenant and test class are asked of every row, also of those in between (S01).
/// </summary>
internal sealed class RowWays(Viewer viewer, IScopeRows rows, ScopeModel model, DateTimeOffset today)
{
    private readonly Subject _me = viewer.Me;
    private readonly CompiledStrategy _strategy = viewer.Strategy.Unguarded;
    private readonly HashSet<(ScopePath, int, string)> _lost = [];

    /// <summary>The viewer's own live record; <see langword="null"/> when there is none, and then nothing is seen.</summary>
    public ScopeRow? Own => field ??= Live(_strategy.Viewer, _me.Code).Select(r => (ScopeRow?)r).FirstOrDefault();

    /// <summary>The live rows of a key: one, or none.</summary>
    public IEnumerable<ScopeRow> Live(ScopeEntity entity, string key) => PlanColumn.CanHold(AttributeValue.Of(key)) ? OfKey(entity, key).Where(r => !r.IsArchived) : [];

    /// <summary>Whether the row is one that the viewer reaches in whatever way, as long as its own record is live.</summary>
    public bool Reaches(ScopeRow row, VisibleFields fields) => Own is { } own && (_strategy.All.Contains(row.Entity)
        || IsOwn(row)
        || _strategy.Upward.Any(r => r.From == row.Entity && own.Text(r.By!) is { } parent && parent == row.Key)
        || _strategy.Below.Any(r => r.Entity == row.Entity && fields.Show(r.Where) && LeadTo(r, row)));

    /// <summary>Whether the viewer stands in a relation to the row, as <see cref="RelationQueries"/> asks.</summary>
    public bool IsRelated(ScopeRow row, string relation) => relation switch
    {
        RelationQueries.Own => IsOwn(row),
        RelationQueries.Assigned => model.StepsBetween(_strategy.Viewer, row.Entity).Any(s => Climb(new([s]), row, 1)),
        _ => !(row.Entity.Table == _strategy.Viewer.Table && row.Key == _me.Code) && (_strategy.All.Contains(row.Entity) || _strategy.Below.Any(r => r.Entity == row.Entity && LeadTo(r, row))),
    };

    private bool IsOwn(ScopeRow row) => row.Entity == _strategy.Viewer && row.Key == _me.Code;

    private bool LeadTo(CompiledRows set, ScopeRow row) => set.Where.All(f => f.Keeps(row, today)) && set.Ways.Any(w => Climb(w, row, w.Steps.Count));

    // The row stands at the end of so many steps.
    private bool Climb(ScopePath way, ScopeRow row, int count) => way.Steps[count - 1] is var step && step.Link is { } link
        ? row.Key is { } key && Visible(link.Entity, link.To, key).Any(l => IsBelow(way, l.Text(link.From), count))
        : IsBelow(way, row.Text(step.By!), count);

    // The value is what stands in the column above the step, of the viewer or of a row that is reached itself. What was climbed in vain is not climbed again: ways that meet would multiply.
    private bool IsBelow(ScopePath way, string? value, int count)
    {
        var (above, on) = (way.Steps[count - 1].From, way.Steps[count - 1].On);
        if (value is null || _lost.Contains((way, count, value)))
            return false;
        var isBelow = count == 1
            ? Own is { } own && own.Entity == above && own.Text(on ?? above.Key) == value
            : (on is null ? OfKey(above, value) : Visible(above, on, value)).Any(row => Climb(way, row, count - 1));
        if (!isBelow)
            _lost.Add((way, count, value));
        return isBelow;
    }

    // A database has one. Of two, one is out of date, and nobody knows which.
    private IEnumerable<ScopeRow> OfKey(ScopeEntity entity, string key) => Visible(entity, entity.Key, key).ToArray() is var found && found.Length < 2
        ? found
        : throw new InvalidOperationException($"There are {found.Length} rows of \"{entity.Name}\" with the key \"{key}\" in one tenant. Where a row has changed, hand over the new one alone.");

    // Whoever finds the rows may have found more than was asked for.
    private IEnumerable<ScopeRow> Visible(ScopeEntity entity, Column<string> column, string value) =>
        rows.Find(entity, column, value).Select(v => new ScopeRow(entity, v)).Where(r => r.Text(column) == value && IsVisible(r));

    private bool IsVisible(ScopeRow row) =>
        (row.Entity.Tenant is not { } tenant || row.Text(tenant) == _me.Tenant.Value) && (row.Entity.Test is not { } test || row.Flag(test) == _me.IsTest);
}
