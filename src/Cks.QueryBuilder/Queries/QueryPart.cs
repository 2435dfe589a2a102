namespace Cks.QueryBuilder;

/// <summary>What one node of a query says. The high digit is its place in the text, by which the chain is ordered.</summary>
internal enum QueryPart : byte
{
    /// <summary>All rows of a table; the root.</summary>
    From = 0x00,

    /// <summary>Some columns instead of all.</summary>
    Select = 0x10,

    /// <summary>A column compared with a value.</summary>
    Compare = 0x20,

    /// <summary>A column is NULL.</summary>
    Null = 0x21,

    /// <summary>A column is not NULL.</summary>
    NotNull = 0x22,

    /// <summary>A column is one of a list of values.</summary>
    InList = 0x23,

    /// <summary>A column is one of the rows of another query.</summary>
    InQuery = 0x24,

    /// <summary>A text column matches a pattern.</summary>
    Like = 0x25,

    /// <summary>Alternatives; the value is a query whose conditions are split by <see cref="Or"/>.</summary>
    Group = 0x26,

    /// <summary>Begins the next alternative; only inside a <see cref="Group"/>.</summary>
    Or = 0x27,

    /// <summary>Never.</summary>
    False = 0x28,

    /// <summary>Ascending by a column.</summary>
    OrderBy = 0x30,

    /// <summary>Descending by a column.</summary>
    OrderByDesc = 0x31,

    /// <summary>At most so many rows.</summary>
    Limit = 0x40,

    /// <summary>The number of rows instead of the rows.</summary>
    Count = 0x50,
}
