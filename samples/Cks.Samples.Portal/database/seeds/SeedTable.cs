namespace Cks.Samples.Portal.Database;

/// <summary>Rows of one table: strings, booleans, UTC times and nulls in the order of the columns.</summary>
internal sealed record SeedTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<object?[]> Rows);
