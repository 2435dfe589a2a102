namespace Cks.Scope;

/// <summary>The first page of a set while it is read.</summary>
internal sealed record SetReading(CompiledSet Set)
{
    public List<Row> Rows { get; } = [];

    public long Count { get; set; }

    public ScopeSet ToSet(Func<string>? next) => new(Rows, Math.Min(Count, ScopeSet.CountLimit), Count > ScopeSet.CountLimit)
    {
        Next = Count > Rows.Count ? next?.Invoke() : null,
    };
}
