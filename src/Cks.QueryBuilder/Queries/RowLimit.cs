namespace Cks.QueryBuilder;

/// <summary>The number of rows that a query keeps. Of its shape, and no value.</summary>
internal sealed class RowLimit(int rows)
{
    /// <summary>How many; 0 keeps none.</summary>
    public int Rows { get; } = rows;
}
