using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>
/// The rows to which a subject stands in the relations that every model answers, whatever the policy shows of them, live or not. <c>own</c> is its own record. <c>assigned</c> is what hangs directly under
/// that, <c>subordinate</c> what its role's strategy reaches downward in any number of steps, both from a record that is live. Its own record is never below itself.
/// </summary>
internal sealed class RelationQueries
{
    public const string Own = "own";
    public const string Assigned = "assigned";
    public const string Subordinate = "subordinate";

    private readonly ScopeModel _model;
    private readonly CompiledStrategy _strategy;
    private readonly ViewerTerms _terms;
    private readonly StrategyQueries _build;

    /// <param name="terms">A subject with tenant and code, or nobody yet.</param>
    /// <param name="model">The relations.</param>
    /// <param name="strategy">That of the subject's role.</param>
    public RelationQueries(ViewerTerms terms, ScopeModel model, CompiledStrategy strategy) =>
        (_terms, _model, _strategy, _build) = (terms, model, strategy, new StrategyQueries(terms).FromLive);

    public static IReadOnlyList<string> Names { get; } = [Own, Assigned, Subordinate];

    /// <summary>The keys of the rows; <see langword="null"/> when the model does not answer that, for any role.</summary>
    public Query? Keys(ScopeEntity entity, string relation) => !_model.Answers(entity, relation) ? null : Union(entity, relation switch
    {
        Own => entity == _strategy.Viewer ? [_terms.OfCode(_build.Visible(entity), entity.Key)] : [],
        Assigned => _build.Ends(new(entity, [.. _model.StepsBetween(_strategy.Viewer, entity).Select(s => new ScopePath([s]))], [])),
        _ => [.. Reached(entity).Select(NotOwn)],
    });

    private IEnumerable<Query> Reached(ScopeEntity entity)
    {
        if (_strategy.All.Contains(entity))
            return [_build.Visible(entity).WhereIn(entity.Tenant!, _build.Viewer(_strategy.Viewer).Select(_strategy.Viewer.Tenant!))];
        return _strategy.Below.Where(r => r.Entity == entity).SelectMany(_build.Ends);
    }

    private Query NotOwn(Query rows) => _strategy.Viewer is var own && rows.Table == own.Table ? _terms.OfCode(rows, own.Key, Op.Ne) : rows;

    private Query Union(ScopeEntity entity, Query[] ends) => (ends switch
    {
        [] => _build.Visible(entity).WhereFalse(),
        [var only] => only,
        _ => _build.Visible(entity).WhereIn(entity.Key, Array.ConvertAll(ends, e => e.Select(entity.Key))),
    }).Select(entity.Key);
}
