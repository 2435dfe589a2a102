using System.Data.Common;

namespace Cks.QueryBuilder;

/// <summary>Tells a write that the data does not allow from a broken machine.</summary>
public static class WriteConflict
{
    /// <summary>
    /// Whether PostgreSQL refused a write because of a constraint (class 23 of SQLSTATE) or of row level security, or SQLite because of a constraint (result code 19). Answer all alike, without the message: which
    /// constraint it was tells of rows that the caller may not see.
    /// </summary>
    public static bool IsWriteConflict(this DbException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        // A missing GRANT has the same state, and is nobody's conflict. The place in the server is said in no language.
        return exception.SqlState is ['2', '3', ..] || (exception.SqlState == "42501" && exception.Data["Routine"] is "ExecWithCheckOptions") || IsSqliteConstraint(exception);
    }

    // Its provider has no SQLSTATE. The result code is in a type that this package does not know, and at the head of the message, which is in no language.
    private static bool IsSqliteConstraint(DbException exception) =>
        exception.SqlState is null && exception.GetType().Name == "SqliteException" && exception.Message.StartsWith("SQLite Error 19:", StringComparison.Ordinal);
}
