namespace Cks.QueryBuilder;

/// <summary>What a column holds, as far as the dialects differ.</summary>
internal enum ColumnKind
{
    Text,
    Boolean,
    Int32,
    Int64,
    Guid,
    Instant,
    Double,
    Date,
    Bytes,
    Json,
}
