using System.Globalization;
using Cks.Core;

namespace Cks.Scope;

/// <summary>The indexes that strategies need, and what a database lacks of them.</summary>
internal sealed record ScopeAdvice
{
    /// <summary>All that is needed, each with the index that serves it, if there is one.</summary>
    public required IReadOnlyList<(IndexNeed Need, string? Index)> Needs { get; init; }

    /// <summary>What is to be made.</summary>
    public required IReadOnlyList<IndexDdl> Made { get; init; }

    /// <summary>Tables that are read from end to end.</summary>
    public IReadOnlyList<ScopeScan> Scans { get; init; } = [];

    /// <summary>Tables that are not there.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Tables that are views: what they select from is not looked at.</summary>
    public IReadOnlyList<string> Views { get; init; } = [];

    /// <summary>Whether a database was looked at.</summary>
    public bool IsCompared { get; init; }

    /// <summary>What is wrong with the database.</summary>
    public IReadOnlyList<Diagnostic> Findings =>
    [
        .. Missing.Select(t => new Diagnostic(CksCodes.DatabaseMismatch, SourceLocation.Whole(t), "The database has no such table.", "Look at the schema in which the connection begins.")),
        .. IsCompared ? Made.Select(Lacks) : [],
        .. Scans.Where(s => s.IsFinding).GroupBy(s => s.Scan.Table).Select(Reads),
    ];

    /// <summary>Some statements, by their names.</summary>
    public static string Statements(IEnumerable<ScopeScan> scans) => Some([.. scans.Select(s => $"{s.Role}: {s.What}").Distinct()]);

    private static string Some(IReadOnlyList<string> all) => string.Join("; ", all.Take(3)) + (all.Count > 3 ? $" and {all.Count - 3} more" : "");

    private static Diagnostic Lacks(IndexDdl made) => new(
        CksCodes.MissingIndex, SourceLocation.Whole(made.Need.Table.Name), $"No index serves {Some(made.Need.Why)}.", made.Sql);

    private Diagnostic Reads(IGrouping<string, ScopeScan> scans) => new(
        CksCodes.TableScan,
        SourceLocation.Whole(scans.Key),
        $"{string.Create(CultureInfo.InvariantCulture, $"{scans.Max(s => s.Scan.Rows):N0}")} rows are read from end to end by {Statements(scans)}.",
        Made.Where(m => m.Need.Table.Name == scans.Key && scans.Any(s => m.Need.IsOf(s.Role))).Select(m => m.Name).ToArray() is { Length: > 0 } names
            ? $"Make {string.Join(" and ", names)}." : "No index could be used: look at the statement with cks scope explain.");
}
