using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Writes formulas of a plan as conditions on one table.</summary>
/// <param name="columnOf">The column of an attribute.</param>
/// <param name="key">What a row is called.</param>
/// <param name="related">The keys of the rows to which the subject stands in a relation.</param>
internal sealed class PlanTranslator(Func<string, Column?> columnOf, Column<string>? key, Func<string, Query?>? related)
{
    private readonly Dictionary<string, PlanColumn?> _columns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Query?> _related = new(StringComparer.Ordinal);

    /// <summary>What keeps a single comparison from being translated.</summary>
    public PlanObstacle ObstacleOf(PlanNode node) => node.Kind switch
    {
        PlanNodeKind.All or PlanNodeKind.Any => PlanObstacle.None,
        PlanNodeKind.Related or PlanNodeKind.NotRelated => key is null || Related(node.Name) is null ? PlanObstacle.Relation : PlanObstacle.None,
        _ when Column(node.Name) is not { } column || column.Kind != node.Values[0].Kind => PlanObstacle.Column,
        _ => node.Values.All(PlanColumn.CanHold) ? PlanObstacle.None : PlanObstacle.Value,
    };

    /// <summary>Adds a formula in which nothing has an obstacle.</summary>
    public ConditionGroup Put(ConditionGroup all, PlanNode node) => node.Kind switch
    {
        PlanNodeKind.All => node.Nodes.Aggregate(all, Put),
        PlanNodeKind.Any => all.Where(or => node.Nodes.Aggregate(or, (any, n) => any.OrWhere(and => Put(and, n)))),
        PlanNodeKind.Related => all.WhereIn(key!, Related(node.Name)!),
        PlanNodeKind.NotRelated => all.WhereNotExists(key!, Related(node.Name)!),
        _ => Column(node.Name)!.Put(all, node),
    };

    private PlanColumn? Column(string attribute) => _columns.TryGetValue(attribute, out var column) ? column : _columns[attribute] = PlanColumn.Of(columnOf(attribute));

    private Query? Related(string relation) => _related.TryGetValue(relation, out var keys) ? keys : _related[relation] = related?.Invoke(relation);
}

/// <summary>What keeps a comparison from being translated.</summary>
internal enum PlanObstacle : byte
{
    None,

    /// <summary>There is no column for the attribute, or one of another type.</summary>
    Column,

    /// <summary>No column could hold one of the values.</summary>
    Value,

    /// <summary>Nothing says which rows are related.</summary>
    Relation,
}
