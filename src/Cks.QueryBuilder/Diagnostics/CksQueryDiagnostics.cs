namespace Cks.QueryBuilder;

/// <summary>Names under which the package reports what it does.</summary>
public static class CksQueryDiagnostics
{
    /// <summary>The meter.</summary>
    public const string MeterName = "Cks.QueryBuilder";

    /// <summary>The event source; <c>dotnet-trace</c>, <c>dotnet-counters</c> and an <c>EventListener</c> see it without any set-up.</summary>
    public const string EventSourceName = "Cks-QueryBuilder";

    /// <summary>Counter of compiled queries whose text was there, with <see cref="DialectTag"/>.</summary>
    public const string Hits = "cks.query.shape.hits";

    /// <summary>Counter of compiled queries whose text had to be written, with <see cref="DialectTag"/>.</summary>
    public const string Misses = "cks.query.shape.misses";

    /// <summary>Counter of texts that were forgotten to make room, with <see cref="DialectTag"/>.</summary>
    public const string Evictions = "cks.query.shape.evictions";

    /// <summary>
    /// Counter of warnings, with <see cref="DialectTag"/>: within a minute more texts were forgotten than are kept, so the number of distinct shapes grows with traffic.
    /// Something of a request is in a shape, such as the number of conditions. The event source reports it as event 1.
    /// </summary>
    public const string Floods = "cks.query.shape.floods";

    /// <summary>Tag: <c>postgresql</c> or <c>sqlite</c>.</summary>
    public const string DialectTag = "dialect";
}
