namespace Cks.Benchmarks;

/// <summary>A table of the large portal.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns, separated by commas and blanks.</param>
/// <param name="Rows">Its rows, made as they are asked for: text, truth values, moments in UTC and nulls.</param>
internal sealed record LargeTable(string Name, string Columns, IEnumerable<object?[]> Rows);
