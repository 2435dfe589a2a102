namespace Cks.QueryBuilder;

/// <summary>Tables and columns by name, before they are a schema. What is added was checked; the order is kept.</summary>
internal sealed class SqlSchemaDraft
{
    private readonly OrderedDictionary<string, List<(string Name, ColumnType Type, bool IsNullable)>> _tables = new(StringComparer.Ordinal);

    public void Add(string table, string column, ColumnType type, bool isNullable)
    {
        if (!_tables.TryGetValue(table, out var columns))
            _tables.Add(table, columns = []);
        columns.Add((column, type, isNullable));
    }

    public SqlSchema Build() => SqlSchema.Create(schema =>
    {
        foreach (var (name, columns) in _tables)
        {
            schema.Table(name, table =>
            {
                foreach (var column in columns)
                    column.Type.Declare(table, column.Name, column.IsNullable);
            });
        }
    });
}
