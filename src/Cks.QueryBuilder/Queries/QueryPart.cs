namespace Cks.QueryBuilder;

/// <summary>What one node of a query or write says. The high digit is its place in the text, by which the chain is ordered.</summary>
internal enum QueryPart : byte
{
    /// <summary>All rows of a table; the root.</summary>
    From = 0x00,

    /// <summary>Some columns instead of all.</summary>
    Select = 0x10,

    /// <summary>A column is written with a value; only in a write.</summary>
    Set = 0x20,

    /// <summary>A column is written with NULL; only in a write.</summary>
    SetNull = 0x21,

    /// <summary>A column is written with what it holds and a value more; only in a write.</summary>
    Add = 0x22,

    /// <summary>A column compared with a value.</summary>
    Compare = 0x30,

    /// <summary>A column compared with another column of the row.</summary>
    CompareColumn = 0x31,

    /// <summary>A column is NULL.</summary>
    Null = 0x32,

    /// <summary>A column is not NULL.</summary>
    NotNull = 0x33,

    /// <summary>A column is one of a list of values.</summary>
    InList = 0x34,

    /// <summary>A column is one of the rows of another query.</summary>
    InQuery = 0x35,

    /// <summary>A column is one of the rows of several other queries.</summary>
    InUnion = 0x36,

    /// <summary>A column is none of the rows of another query.</summary>
    NotInQuery = 0x37,

    /// <summary>A text column matches a pattern.</summary>
    Like = 0x38,

    /// <summary>Alternatives; the value is a query whose conditions are split by <see cref="Or"/>.</summary>
    Group = 0x39,

    /// <summary>Begins the next alternative; only inside a <see cref="Group"/>.</summary>
    Or = 0x3A,

    /// <summary>Never.</summary>
    False = 0x3B,

    /// <summary>Ascending by a column.</summary>
    OrderBy = 0x40,

    /// <summary>Descending by a column.</summary>
    OrderByDesc = 0x41,

    /// <summary>Behind a key, one value for each order column before it. A condition in the text, where no order column has a value.</summary>
    After = 0x50,

    /// <summary>At most so many rows.</summary>
    Limit = 0x60,

    /// <summary>The number of rows instead of the rows.</summary>
    Count = 0x70,

    /// <summary>The rows are locked until the transaction ends.</summary>
    ForUpdate = 0x80,

    /// <summary>Keeps its rows as they are until the transaction ends, beside others who do.</summary>
    ForShare = 0x81,

    /// <summary>Not a read: a row is added.</summary>
    Insert = 0x90,

    /// <summary>Not a read: a row is added unless one with its key is there.</summary>
    InsertOrSkip = 0x91,

    /// <summary>Not a read: the rows are changed.</summary>
    Update = 0x92,

    /// <summary>Not a read: the rows are removed.</summary>
    Delete = 0x93,
}
