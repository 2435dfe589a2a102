using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>What an inspector may see of another's scope (S07): what both may, of the rows that the inspector reaches itself.</summary>
internal sealed class InspectedSight(OwnSight target, Viewer inspector) : ISight
{
    public VisibleFields? FieldsOf(ScopeEntity entity) => entity.FieldsUnder(target.MaskOf(entity), inspector.Sight.MaskOf(entity));

    public Query Permitted(ScopeEntity entity, Query rows) => target.Permitted(entity, rows).WhereIn(entity.Key, inspector.Rows(entity).Select(entity.Key));
}
