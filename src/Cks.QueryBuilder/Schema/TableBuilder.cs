namespace Cks.QueryBuilder;

/// <summary>Collects the columns of a table.</summary>
public sealed class TableBuilder
{
    private readonly Table _table;
    private readonly OrderedDictionary<string, Column> _columns = new(StringComparer.Ordinal);

    internal TableBuilder(Table table) => _table = table;

    internal Column[] Columns => [.. _columns.Values];

    /// <summary>Declares a column.</summary>
    /// <typeparam name="T">
    /// What a value of the column is in .NET: <see cref="string"/>, <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="double"/>,
    /// <see cref="Guid"/>, <see cref="DateTimeOffset"/>, <see cref="DateOnly"/>, an array of <see cref="byte"/> or <see cref="System.Text.Json.JsonElement"/>,
    /// or the nullable form of one of them.
    /// </typeparam>
    /// <param name="name">Its name in the database: <c>[a-z_][a-z0-9_]{0,62}</c>.</param>
    /// <exception cref="Core.CksConfigurationException">The name is not allowed or stands twice, or the type is not supported (CKS306).</exception>
    public TableBuilder Column<T>(string name)
    {
        SqlName.Check(name, _table.Name);
        if (!_columns.TryAdd(name, new Column<T>(_table, name)))
            SqlName.Duplicate(name, _table.Name);
        return this;
    }
}
