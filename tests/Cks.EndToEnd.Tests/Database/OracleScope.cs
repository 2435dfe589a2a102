namespace Cks.Tests.Database;

/// <summary>Somebody who may look: a row of a role table, with the subject that signs in as it, if any.</summary>
public sealed record OracleViewer(string Tenant, string Role, string Code, bool IsTest, string? Status, bool IsArchived, string? Subject)
{
    private static readonly string[] Good = ["active", "assigned", "operational", "unassigned", "pending"];

    /// <summary>Whether a session may be opened: not archived, and a good status. Blank or unknown is not good.</summary>
    public bool MaySignIn => !IsArchived && Good.Contains(Status?.Trim().ToLowerInvariant());
}

/// <summary>A row of a set; a certification has no name and only people, services and orders have a status.</summary>
public sealed record OracleRow(string Code, string? Name, string? Status);

/// <summary>Everything that a viewer's scope holds: the whole sets, the exact metrics, and the viewer's normalised status.</summary>
public sealed record OracleScope(
    OracleViewer Viewer,
    IReadOnlyDictionary<string, IReadOnlyList<OracleRow>> Relationships,
    IReadOnlyDictionary<string, long> Metrics,
    string? AccountStatus);
