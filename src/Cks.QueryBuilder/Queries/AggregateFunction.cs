namespace Cks.QueryBuilder;

internal enum AggregateFunction : byte
{
    Rows,
    Count,
    CountDistinct,
    Sum,
    Average,
    Min,
    Max,
}
