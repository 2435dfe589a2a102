using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>The columns of an entity that a subject may read. None at all when the entity or its key is hidden.</summary>
internal sealed class VisibleFields
{
    public VisibleFields(ScopeEntity entity, Predicate<string> shows)
        : this([.. entity.Fields.Where(f => shows(f.Name))])
    {
    }

    private VisibleFields(ScopeField[] fields) =>
        (Names, Columns, Types) = ([.. fields.Select(f => f.Name)], [.. fields.Select(f => f.Column)], [.. fields.Select(f => f.Type)]);

    public string[] Names { get; }

    public Column[] Columns { get; }

    public FieldType[] Types { get; }

    public static VisibleFields? Of(ScopeEntity entity, Subject me, IPolicyPlanner planner) => entity.FieldsUnder(planner.Fields(me, entity.View));

    public bool Shows(string field) => Names.Contains(field, StringComparer.Ordinal);
}
