using Cks.Core;

namespace Cks.Storage;

/// <summary>What a database holds of what the stores need.</summary>
/// <param name="Installed">The steps that were taken, in order.</param>
/// <param name="Missing">Steps of this version that were not.</param>
/// <param name="Unknown">Steps that this version does not know.</param>
/// <param name="Differences">Tables and columns that are not as the steps left them (CKS308).</param>
internal sealed record StorageReport(IReadOnlyList<long> Installed, IReadOnlyList<long> Missing, IReadOnlyList<long> Unknown, IReadOnlyList<Diagnostic> Differences)
{
    public bool IsCurrent => Missing.Count == 0 && Unknown.Count == 0 && Differences.Count == 0;

    /// <summary>What is wrong and the command that mends it (CKS120); nothing when it is current.</summary>
    /// <param name="dialect">As <c>cks db</c> writes it.</param>
    public IReadOnlyList<Diagnostic> Findings(StorageDialect dialect)
    {
        var options = $"--connection-env NAME --dialect {(dialect == StorageDialect.Postgres ? "postgres" : "sqlite")}";
        if (Unknown.Count > 0)
        {
            return
            [
                Finding(
                    $"The database is newer than this version of Cks.Storage: it has the steps {string.Join(", ", Unknown)}, which are not known here.",
                    $"Use the version that the database is of, or take them back with that version's tool: cks db rollback --to {StorageSchema.Latest} --delete-data {options}"),
            ];
        }

        if (Missing.Count > 0)
            return [Finding($"The database is older than this version of Cks.Storage: it lacks the steps {string.Join(", ", Missing)}.", $"cks db migrate {options}")];
        return [.. Differences.Select(d => Finding($"Every step was taken, and yet: {d.Location.File}: {d.Message}", "Somebody changed the tables by hand, or the account may not see them: restore them from a backup, or grant it what docs/storage.md says."))];
    }

    private static Diagnostic Finding(string message, string fix) => new(CksCodes.StorageSchema, SourceLocation.Whole("AddCksStorage"), message, fix);
}
