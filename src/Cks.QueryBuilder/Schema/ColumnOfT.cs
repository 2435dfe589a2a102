namespace Cks.QueryBuilder;

/// <summary>A declared column.</summary>
/// <typeparam name="T">What its values are in .NET; see <see cref="TableBuilder.Column{T}(string)"/>.</typeparam>
public sealed class Column<T> : Column
{
    internal Column(Table table, string name)
        : base(table, name, typeof(T))
    {
    }
}
