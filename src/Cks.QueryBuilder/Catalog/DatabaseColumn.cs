namespace Cks.QueryBuilder;

/// <summary>A column as the database's catalogue describes it.</summary>
/// <param name="Table">Its table or view, in whatever spelling; never shown without <see cref="DatabaseCatalog.Show"/>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it would be declared as; <see langword="null"/> when nothing fits.</param>
/// <param name="IsNullable">Whether it can hold NULL; <see langword="null"/> when nobody knows, as for a view.</param>
/// <param name="DatabaseType">The type in the database's words.</param>
/// <param name="Holds">Whether it can hold what a column declared as a type holds.</param>
internal sealed record DatabaseColumn(string Table, string Name, ColumnType? Type, bool? IsNullable, string DatabaseType, Func<ColumnType, bool> Holds);
