namespace Cks.QueryBuilder;

/// <summary>
/// A value that came from outside, or a query built from such values, cannot be sent to a database. Thrown while the query is built, so before
/// any connection is opened, or, where an answer has more rows than its budget, while it is read; a host answers 400. The message names no value.
/// </summary>
public sealed class QueryRefusedException : Exception
{
    /// <summary>Refuses; also for a layer above that looks at what a query asks for.</summary>
    /// <param name="reason">What is refused.</param>
    public QueryRefusedException(QueryRefusal reason)
        : base(reason switch
        {
            QueryRefusal.MalformedText => "A text holds U+0000 or half of a surrogate pair.",
            QueryRefusal.NotFinite => "A number is infinite or not a number.",
            QueryRefusal.SearchTextTooLong => $"A search text is longer than {Query.LongestSearchText} characters.",
            QueryRefusal.ListTooLong => $"A list holds more than {Query.LongestList} values.",
            QueryRefusal.HiddenColumn => "A query names a column that may not be read.",
            QueryRefusal.TooManyRows => "A query gave more rows than its budget allows.",
            _ => $"A query has more than {Query.MostParts} parts or is nested deeper than {Query.DeepestNesting}.",
        }) => Reason = reason;

    /// <summary>What was refused.</summary>
    public QueryRefusal Reason { get; }
}
