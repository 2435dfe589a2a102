using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>
/// The tables of an application as one subject sees them. They are known by their names in the database: the application may declare them itself, with columns of which the model says nothing, and those are hidden.
/// </summary>
/// <param name="model">Which tables are entities.</param>
/// <param name="viewer">Who sees them; nobody sees nothing.</param>
internal sealed class ScopedTables(ScopeModel model, Viewer? viewer)
{
    private static readonly ConditionalWeakTable<ScopeModel, FrozenDictionary<string, ScopeEntity[]>> ByModel = [];

    private readonly FrozenDictionary<string, ScopeEntity[]> _entities =
        ByModel.GetValue(model, m => m.Entities.GroupBy(e => e.Table.Name, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal));

    /// <summary>Keeps the rows that are seen of each table that the query reads.</summary>
    public Query Restrict(Query query) => query.RestrictEach(RowsOf);

    /// <summary>Refuses what may not be read, and leaves it out where nothing was chosen.</summary>
    public Query Mask(Query query)
    {
        var table = query.Table;
        // What is made in a query has no names to look up; its columns are those behind it.
        if (!query.IsCount && table.TryColumn(table.Columns[0].Name, out _) && query.Columns.SequenceEqual(table.Columns))
        {
            Column[] visible = [.. table.Columns.Where(c => IsField(EntityOf(table), c.Name, ColumnUses.Chosen))];
            query = visible.Length > 0 ? query.Select(visible) : throw new QueryRefusedException(QueryRefusal.HiddenColumn);
        }

        foreach (var (column, uses) in query.UsedColumns())
            if (EntityOf(column.Table) is var entity && !IsField(entity, column.Name, uses) && !IsSameInAll(entity, column.Name))
                throw new QueryRefusedException(QueryRefusal.HiddenColumn);
        return query;
    }

    private ScopeEntity EntityOf(Table table) => _entities.GetValueOrDefault(table.Declared.Name) switch
    {
        [var entity] => entity,
        null => throw new ArgumentException($"The table {table.Declared} is no entity of the scope model, so nobody's rows of it are known. Declare it, or read it by {nameof(IScopeQueries.Unscoped)} with the reason."),
        _ => throw new ArgumentException($"The table {table.Declared} is several entities of the scope model, so which rows of it are meant is not known. Read it by {nameof(IScopeQueries.Unscoped)} with the reason."),
    };

    private bool IsField(ScopeEntity entity, string column, ColumnUses uses)
    {
        if (viewer?.Sight.FieldsOf(entity) is null)
            return false;
        var mask = viewer.Sight.MaskOf(entity);
        return entity.Fields.Any(f => f.Column.Name == column
            && (!uses.HasFlag(ColumnUses.Chosen) || mask.Allows(f.Name))
            && (!uses.HasFlag(ColumnUses.Compared) || mask.Filter.Contains(f.Name))
            && (!uses.HasFlag(ColumnUses.Ordered) || mask.Sort.Contains(f.Name)));
    }

    // All rows that are seen have one and the same there, which the subject knows.
    private static bool IsSameInAll(ScopeEntity entity, string column) => column == entity.Tenant?.Name || column == entity.Test?.Name || column == entity.Archived?.Name;

    private Query RowsOf(Table table)
    {
        var entity = EntityOf(table);
        if (viewer?.RowsOfLive(entity) is not { IsFalse: false } rows)
            return Query.From(table).WhereFalse();
        if (table == entity.Table || HasAll(table, entity, rows))
            return rows;
        // A key is unique within a tenant only.
        var own = Query.From(table);
        if (entity.Tenant is { } tenant)
            own = own.Where(ColumnOf(table, tenant), Op.Eq, viewer.Me.Tenant.Value);
        if (entity.Test is { } test)
            own = own.Where(ColumnOf(table, test), Op.Eq, viewer.Me.IsTest);
        return own.WhereIn(ColumnOf(table, entity.Key), rows.Select(entity.Key));
    }

    // Then the conditions can be asked of the table itself, which is quicker than a set of keys.
    private static bool HasAll(Table table, ScopeEntity entity, Query rows) =>
        rows.UsedColumns().All(u => u.Key.Table != entity.Table || !u.Value.HasFlag(ColumnUses.Compared) || (table.TryColumn(u.Key.Name, out var own) && own.GetType() == u.Key.GetType()));

    private static Column<T> ColumnOf<T>(Table table, Column<T> column) => table.TryColumn(column.Name, out var found) && found is Column<T> own
        ? own
        : throw new ArgumentException($"The table {table} is scoped by its column {column.Name}; declare it with the type that the scope model has for it.");
}
