namespace Cks.Scope;

/// <summary>A statement of a role that reads a table from end to end.</summary>
/// <param name="Role">The role.</param>
/// <param name="What">Which of its statements.</param>
/// <param name="Scan">What it reads.</param>
/// <param name="IsFinding">Whether an index that the role needs is missing on the table, or none could be used: else the database prefers it so.</param>
internal sealed record ScopeScan(string Role, string What, TableScan Scan, bool IsFinding);
