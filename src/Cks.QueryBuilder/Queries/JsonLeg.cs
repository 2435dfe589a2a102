namespace Cks.QueryBuilder;

/// <summary>A step of a JSON path as a value of a query: the name of a property, or without one an index. Each dialect binds it in its own form.</summary>
internal sealed record JsonLeg(string? Name, int Index);
