namespace Cks.QueryBuilder;

/// <summary>Collects the columns of a table.</summary>
public sealed class TableBuilder
{
    private readonly Table _table;
    private readonly List<Column> _columns = [];

    internal TableBuilder(Table table) => _table = table;

    internal Column[] Columns => [.. _columns];

    /// <summary>Declares a column.</summary>
    /// <typeparam name="T">
    /// What a value of the column is in .NET: <see cref="string"/>, <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="Guid"/>
    /// or <see cref="DateTimeOffset"/>, or the nullable form of one of them.
    /// </typeparam>
    /// <param name="name">Its name in the database: <c>[a-z_][a-z0-9_]{0,62}</c>.</param>
    /// <exception cref="Core.CksConfigurationException">The name is not allowed or stands twice, or the type is not supported (CKS306).</exception>
    public TableBuilder Column<T>(string name)
    {
        SqlName.Check(name, _table.Name);
        if (_columns.Exists(c => c.Name == name))
            SqlName.Duplicate(name, _table.Name);
        _columns.Add(new Column<T>(_table, name));
        return this;
    }
}
