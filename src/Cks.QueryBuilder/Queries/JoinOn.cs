namespace Cks.QueryBuilder;

/// <summary>A table that is joined, unless two equal columns say all; without a condition, all pairs.</summary>
internal sealed record JoinOn(Table Table, Query? Condition);
