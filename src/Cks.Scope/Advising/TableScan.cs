namespace Cks.Scope;

/// <summary>A table that a statement reads from end to end.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">How many of its rows are read; at least so many.</param>
/// <param name="CanBeAvoided">Whether the plan would be another if reading tables whole were forbidden; <see langword="null"/> where the database cannot be asked that.</param>
internal sealed record TableScan(string Table, long Rows, bool? CanBeAvoided);
