using System.Diagnostics.Tracing;

namespace Cks.QueryBuilder;

/// <summary>What must not go unnoticed where no logger is at hand.</summary>
[EventSource(Name = CksQueryDiagnostics.EventSourceName)]
internal sealed class QueryEvents : EventSource
{
    public static readonly QueryEvents Log = new();

    private QueryEvents()
    {
    }

    [Event(1, Level = EventLevel.Warning, Message = "Distinct query shapes grow with traffic on {0}: within a minute more than {1} texts were forgotten. Something of a request is in a shape.")]
    public void ShapesGrow(string dialect, int capacity) => WriteEvent(1, dialect, capacity);
}
