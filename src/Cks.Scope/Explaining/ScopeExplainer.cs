using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Says what a subject sees, why, and what is sent for it.</summary>
internal sealed class ScopeExplainer(ScopeModel model, IPolicyPlanner planner, TimeProvider clock)
{
    /// <summary>The explanation; <see langword="null"/> when no role of the subject has a strategy, or it has no tenant or code.</summary>
    public ScopeExplanation? Explain(Subject me, SqlCompiler compiler)
    {
        if (ScopeStatements.Of(me, model, planner, clock) is not { Viewer: var viewer } statements)
            return null;
        return new(me, viewer.Strategy.Strategy.Role, compiler)
        {
            Parts = [.. Parts(viewer, statements)],
            Answer = statements.Answer(),
            Feed = statements.Feed(),
            Names = new(model, me, Viewer.TodayOf(clock)),
        };
    }

    private IEnumerable<ExplainedRows> Parts(Viewer viewer, ScopeStatements statements)
    {
        var strategy = viewer.Strategy;
        yield return Rows("own", strategy.Viewer.Name, strategy.Viewer, viewer) with { Counted = statements.Own };
        foreach (var above in strategy.Upward)
            yield return Rows("above", above.From.Name, above.From, viewer) is { Fields: not null } shown ? shown with { Counted = statements.Above(above) } : Rows("above", above.From.Name, above.From, viewer);
        foreach (var set in strategy.Sets)
            yield return Set("set", set, viewer, statements);
        foreach (var list in strategy.Lists)
            yield return Set("list", list, viewer, statements);
        foreach (var entity in strategy.All)
            yield return Rows("all", entity.Name, entity, viewer) is { Fields: not null } all
                ? all with { Statements = statements.List(entity.Name), Counted = statements.Everything(entity) }
                : Rows("all", entity.Name, entity, viewer);
        foreach (var metric in strategy.Metrics)
            yield return Metric(metric, viewer, statements);
    }

    private ExplainedRows Set(string kind, CompiledSet set, Viewer viewer, ScopeStatements statements)
    {
        var rows = Rows(kind, set.Name, set.Rows.Entity, viewer, set.Rows.Where) with { Answer = set.Answer == set.Name ? null : set.Answer, Ways = set.Rows.Ways };
        return rows.Fields is null ? rows : rows with { Statements = statements.List(set.Name), Counted = statements.Members(set.Rows) };
    }

    private ExplainedRows Metric(CompiledMetric metric, Viewer viewer, ScopeStatements statements)
    {
        if (metric is not { Metric: CountMetric, Rows: { } rows })
            return Rows("metric", metric.Metric.Name, viewer.Strategy.Viewer, viewer, own: ((OwnMetric)metric.Metric).Field);
        var counted = Rows("metric", metric.Metric.Name, rows.Entity, viewer, [.. rows.Where, .. metric.Where]) with { Ways = rows.Ways };
        return counted.Fields is null ? counted : counted with { Counted = statements.Counted(metric) };
    }

    private ExplainedRows Rows(string kind, string name, ScopeEntity entity, Viewer viewer, IReadOnlyList<RowFilter>? where = null, string? own = null)
    {
        var (mask, fields) = (viewer.Sight.MaskOf(entity), viewer.Sight.FieldsOf(entity));
        var shows = fields is not null && fields.Show(where ?? []) && (own is null || fields.Shows(own));
        return new(kind, name, entity)
        {
            Where = [.. (where ?? []).Select(ScopeWords.Of), .. own is null ? [] : new[] { $"the field {own} of the own record" }],
            Plan = ScopeWords.Of(planner.Plan(viewer.Me, entity.View)),
            Fields = shows ? fields!.Names : null,
            Hidden = [.. entity.Fields.Select(f => f.Name).Where(f => !mask.Allows(f))],
        };
    }
}
