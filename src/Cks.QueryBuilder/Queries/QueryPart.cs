namespace Cks.QueryBuilder;

/// <summary>
/// What one node of a query or write says. The order of the ranks (see <see cref="QueryParts.RankOf"/>) is the order of the chain, whatever the order of the calls was.
/// </summary>
internal enum QueryPart : byte
{
    /// <summary>All rows of a table; the root.</summary>
    From,

    /// <summary>A table that is made before the query and named in it.</summary>
    With,

    /// <summary>The pairs of rows whose columns are equal, or that a condition holds for.</summary>
    Join,

    /// <summary>The same, and the rows before it that have no partner.</summary>
    LeftJoin,

    /// <summary>The same, and the rows of the table that have no partner.</summary>
    RightJoin,

    /// <summary>The same, and the rows of both sides that have no partner.</summary>
    FullJoin,

    /// <summary>All pairs of rows.</summary>
    CrossJoin,

    /// <summary>Each row once.</summary>
    Distinct,

    /// <summary>Some columns instead of all.</summary>
    Select,

    /// <summary>A column is written with a value; only in a write.</summary>
    Set,

    /// <summary>A column is written with NULL; only in a write.</summary>
    SetNull,

    /// <summary>A column is written with what it holds and a value more; only in a write.</summary>
    Add,

    /// <summary>A column compared with a value.</summary>
    Compare,

    /// <summary>A column compared with another column.</summary>
    CompareColumn,

    /// <summary>A column is NULL.</summary>
    Null,

    /// <summary>A column is not NULL.</summary>
    NotNull,

    /// <summary>A column is at least one value and at most another.</summary>
    Between,

    /// <summary>A column is one of a list of values.</summary>
    InList,

    /// <summary>A column is one of the rows of another query.</summary>
    InQuery,

    /// <summary>A column is one of the rows of several other queries.</summary>
    InUnion,

    /// <summary>A column is none of the rows of another query; NULL is none.</summary>
    NotInQuery,

    /// <summary>Another query has a row.</summary>
    Exists,

    /// <summary>Another query has no row.</summary>
    NotExists,

    /// <summary>A text column matches a pattern.</summary>
    Like,

    /// <summary>Alternatives; the value is a query whose conditions are split by <see cref="Or"/>.</summary>
    Group,

    /// <summary>The opposite of such alternatives.</summary>
    NotGroup,

    /// <summary>Begins the next alternative; only inside a group.</summary>
    Or,

    /// <summary>Never.</summary>
    False,

    /// <summary>One row for each value of a column.</summary>
    GroupBy,

    /// <summary>Alternatives that are asked of groups.</summary>
    Having,

    /// <summary>Ascending by a column.</summary>
    OrderBy,

    /// <summary>Descending by a column.</summary>
    OrderByDesc,

    /// <summary>Behind a key, one value for each order column before it. A condition in the text, where no order column has a value.</summary>
    After,

    /// <summary>At most so many rows.</summary>
    Limit,

    /// <summary>The number of rows instead of the rows.</summary>
    Count,

    /// <summary>The rows are locked until the transaction ends.</summary>
    ForUpdate,

    /// <summary>Keeps its rows as they are until the transaction ends, beside others who do.</summary>
    ForShare,

    /// <summary>Not a read: a row is added.</summary>
    Insert,

    /// <summary>Not a read: a row is added unless one with its key is there.</summary>
    InsertOrSkip,

    /// <summary>Not a read: a row is added, or the one with its key is changed.</summary>
    InsertOrUpdate,

    /// <summary>Not a read: the rows are changed.</summary>
    Update,

    /// <summary>Not a read: the rows are removed.</summary>
    Delete,

    /// <summary>Columns of the rows that were written.</summary>
    Returning,

    /// <summary>A comment that names the query in the logs of the database.</summary>
    Tag,

    /// <summary>The values of its parameters; says nothing in the text.</summary>
    Bound,
}
