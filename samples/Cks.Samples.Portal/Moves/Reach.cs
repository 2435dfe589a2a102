using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Work;
using Cks.Scope;

namespace Cks.Samples.Portal.Moves;

/// <summary>Rows live or archived. What is archived is in nobody's scope, so only those reach it whose role sees everything of the entity in its tenant and test class.</summary>
internal sealed class Reach(SnapshotStore<ScopeModel> model)
{
    /// <summary>Whether the subject's role sees everything of an entity.</summary>
    public bool IsEverything(Subject me, ScopeEntity entity) => Everything(me).Contains(entity.Name, StringComparer.Ordinal);

    /// <summary>The entities of which the subject's role sees everything.</summary>
    public IReadOnlyList<string> Everything(Subject me) =>
        me.Roles is [var role, ..] && model.Current.Value.TryGetStrategy(role, out var strategy) ? strategy.IncludeAll : [];

    /// <summary>The name of a list: whoever sees all of an entity lists it by the entity's name.</summary>
    public string ListOf(Subject me, string set, string entity) => Everything(me).Contains(entity, StringComparer.Ordinal) ? entity : set;

    /// <summary>Every row of an entity that the subject reaches, live or archived.</summary>
    public Query Rows(Subject me, ScopeEntity entity) => IsEverything(me, entity) ? PortalRows.Ours(me, entity) : Query.From(entity.Table).WhereFalse();
}
