using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Cks.QueryBuilder.Tests;

public sealed class WriteConflictTests
{
    [Theory]
    [InlineData("INSERT INTO child VALUES (1, 1, 1)", true)]
    [InlineData("INSERT INTO child VALUES (2, NULL, 1)", true)]
    [InlineData("INSERT INTO child VALUES (2, 1, -1)", true)]
    [InlineData("INSERT INTO child VALUES (2, 9, 1)", true)]
    [InlineData("DELETE FROM parent", true)]
    [InlineData("INSERT INTO nowhere VALUES (1)", false)]
    [InlineData("INSERT INTO child VALUES", false)]
    [InlineData("SELECT abs(-9223372036854775808)", false)]
    public void S24_what_the_data_does_not_allow_is_told_from_what_is_broken_on_SQLite(string sql, bool isConflict)
    {
        using var connection = new SqliteConnection("Data Source=:memory:;Foreign Keys=True");
        connection.Open();
        Execute("""
            CREATE TABLE parent (id INTEGER PRIMARY KEY);
            CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parent (id), size INTEGER CHECK (size > 0));
            INSERT INTO parent VALUES (1);
            INSERT INTO child VALUES (1, 1, 1);
            """);

        var refused = Assert.ThrowsAny<DbException>(() => Execute(sql));

        Assert.Equal(isConflict, refused.IsWriteConflict());

        void Execute(string text)
        {
            using var command = connection.CreateCommand();
            command.CommandText = text;
            command.ExecuteNonQuery();
        }
    }

    [Fact]
    public void Text_of_another_provider_is_no_conflict() => Assert.False(new OtherException().IsWriteConflict());

    private sealed class OtherException() : DbException("SQLite Error 19: 'quoted by somebody else'.");
}
