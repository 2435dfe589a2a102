namespace Cks.QueryBuilder;

/// <summary>Why a value, a query or an answer was refused.</summary>
public enum QueryRefusal
{
    /// <summary>A text holds U+0000 or half of a surrogate pair. PostgreSQL cannot store it and SQLite would compare another text. Or a JSON object has a name twice.</summary>
    MalformedText,

    /// <summary>A number is infinite or not a number, which not every database can hold.</summary>
    NotFinite,

    /// <summary>A search text is longer than <see cref="Query.LongestSearchText"/>.</summary>
    SearchTextTooLong,

    /// <summary>A list of values is longer than <see cref="Query.LongestList"/>.</summary>
    ListTooLong,

    /// <summary>The query has more than <see cref="Query.MostParts"/> parts, or is nested deeper than <see cref="Query.DeepestNesting"/>.</summary>
    TooComplex,

    /// <summary>A query gave more rows than <see cref="QueryBudget.MaxRows"/>. Thrown while its rows are read; nothing was kept of them.</summary>
    TooManyRows,

    /// <summary>The query names a column that whoever it is for may not read.</summary>
    HiddenColumn,
}
