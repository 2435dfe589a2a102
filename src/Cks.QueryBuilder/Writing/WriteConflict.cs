using System.Data.Common;

namespace Cks.QueryBuilder;

/// <summary>Tells a write that the data does not allow from a broken machine.</summary>
public static class WriteConflict
{
    /// <summary>
    /// Whether PostgreSQL refused a write because of a constraint (class 23 of SQLSTATE) or of row level security. Answer both alike, without the message: which constraint it was tells of rows that the caller may not see.
    /// </summary>
    public static bool IsWriteConflict(this DbException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        // A missing GRANT has the same state, and is nobody's conflict. The place in the server is said in no language.
        return exception.SqlState is ['2', '3', ..] || (exception.SqlState == "42501" && exception.Data["Routine"] is "ExecWithCheckOptions");
    }
}
