namespace Cks.QueryBuilder;

/// <summary>Collects the tables of a <see cref="SqlSchema"/>.</summary>
public sealed class SqlSchemaBuilder
{
    private readonly Dictionary<string, Table> _tables = new(StringComparer.Ordinal);
    private string? _within;

    internal SqlSchemaBuilder()
    {
    }

    internal IReadOnlyCollection<Table> Tables => _tables.Values;

    /// <summary>Says in which schema of the database the tables are that follow; before it is said, they are in the current one. PostgreSQL only.</summary>
    /// <param name="schema">Its name in the database: <c>[a-z_][a-z0-9_]{0,62}</c>. A table's own name still stands once in the whole declaration.</param>
    /// <exception cref="Core.CksConfigurationException">The name is not allowed (CKS306).</exception>
    public SqlSchemaBuilder In(string schema)
    {
        SqlName.Check(schema, "schema");
        _within = schema;
        return this;
    }

    /// <summary>Declares a table.</summary>
    /// <param name="name">Its name in the database: <c>[a-z_][a-z0-9_]{0,62}</c>.</param>
    /// <param name="declare">Declares its columns; at least one.</param>
    /// <exception cref="Core.CksConfigurationException">The name or a column is not allowed or stands twice (CKS306).</exception>
    public SqlSchemaBuilder Table(string name, Action<TableBuilder> declare)
    {
        ArgumentNullException.ThrowIfNull(declare);
        SqlName.Check(name, "schema");
        var table = new Table(name, declare, _within);
        if (!_tables.TryAdd(name, table))
            SqlName.Duplicate(name, "schema");
        return this;
    }
}
