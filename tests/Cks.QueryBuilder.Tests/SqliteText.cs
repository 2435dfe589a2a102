using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cks.QueryBuilder.Tests;

internal static class SqliteText
{
    /// <summary>How many statements SQLite itself sees in a text.</summary>
    public static int Statements(SqliteConnection connection, string sql)
    {
        var count = 0;
        for (var rest = sql; !string.IsNullOrWhiteSpace(rest);)
        {
            var code = raw.sqlite3_prepare_v2(connection.Handle!, rest, out var statement, out rest);
            using (statement)
                Assert.True(code == raw.SQLITE_OK, $"{raw.sqlite3_errmsg(connection.Handle!).utf8_to_string()}\n{sql}");
            count += statement.IsInvalid ? 0 : 1;
        }

        return count;
    }
}
