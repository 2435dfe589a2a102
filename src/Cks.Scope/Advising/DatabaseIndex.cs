namespace Cks.Scope;

/// <summary>An index that a database can use for any row of a table, or for every row that is live.</summary>
/// <param name="Table">The table.</param>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns up to the first that is none, but an expression.</param>
/// <param name="IsOfLive">Whether it has the live rows only.</param>
internal sealed record DatabaseIndex(string Table, string Name, IReadOnlyList<IndexColumn> Columns, bool IsOfLive = false);

/// <summary>A column of an index.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HasOwnCollation">Whether texts are compared as the table compares them: else no comparison finds them by it.</param>
/// <param name="IsByCodePoint">Whether its order is that of code points, in which rows are listed.</param>
/// <param name="IsDescending">Whether it is from the greatest down.</param>
internal sealed record IndexColumn(string Name, bool HasOwnCollation, bool IsByCodePoint, bool IsDescending);
