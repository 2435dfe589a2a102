namespace Cks.QueryBuilder;

/// <summary>How the queries of a table are put together.</summary>
internal enum TableKind : byte
{
    /// <summary>There is one.</summary>
    Single,

    /// <summary>The rows of all of them, each once.</summary>
    Union,

    /// <summary>The rows of all of them.</summary>
    UnionAll,

    /// <summary>The rows that all of them have.</summary>
    Intersect,

    /// <summary>The rows that the first has and the others do not.</summary>
    Except,

    /// <summary>The rows of the first, and what the second makes of what was found, until there is nothing new.</summary>
    Recursive,

    /// <summary>Inside the second query of a recursive table: what was found.</summary>
    Self,
}
