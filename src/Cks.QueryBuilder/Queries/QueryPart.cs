namespace Cks.QueryBuilder;

/// <summary>What one node of a query says.</summary>
internal enum QueryPart : byte
{
    /// <summary>All rows of a table; the root.</summary>
    From,

    /// <summary>Some columns instead of all.</summary>
    Select,

    /// <summary>A column compared with a value.</summary>
    Compare,

    /// <summary>A column is NULL.</summary>
    Null,

    /// <summary>A column is not NULL.</summary>
    NotNull,

    /// <summary>A column is one of a list of values.</summary>
    InList,

    /// <summary>A column is one of the rows of another query.</summary>
    InQuery,

    /// <summary>A text column matches a pattern.</summary>
    Like,

    /// <summary>Alternatives; the value is a query whose conditions are split by <see cref="Or"/>.</summary>
    Group,

    /// <summary>Begins the next alternative; only inside a <see cref="Group"/>.</summary>
    Or,

    /// <summary>Never.</summary>
    False,

    /// <summary>Ascending by a column.</summary>
    OrderBy,

    /// <summary>Descending by a column.</summary>
    OrderByDesc,

    /// <summary>At most so many rows.</summary>
    Limit,

    /// <summary>The number of rows instead of the rows.</summary>
    Count,
}
