using Cks.Core;
using Cks.Tests;

namespace Cks.QueryBuilder.Tests;

public sealed class DatabaseSchemaNameTests(PostgresDatabase postgres) : IClassFixture<PostgresDatabase>
{
    private static readonly SqlSchema Declared = SqlSchema.Create(s => s.In("other").Table("notes", t => t.Column<string>("id").Column<string>("text")));

    [Fact]
    public async Task Tables_of_another_schema_are_read_written_and_checked_there()
    {
        var source = await postgres.SourceAsync();
        await using (var command = source.CreateCommand("CREATE SCHEMA other; CREATE TABLE other.notes (id text PRIMARY KEY, text text); CREATE TABLE notes (id integer)"))
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var notes = Declared.Table("notes");
        Column<string> id = notes.Column<string>("id"), text = notes.Column<string>("text");
        var mine = Query.From(notes).Where(id, Op.Eq, "a");

        Assert.Empty(await Declared.CheckAsync(source, PostgresCompiler.Default, TestContext.Current.CancellationToken));
        await using var transaction = await new SqlDatabase(source, PostgresCompiler.Default).BeginAsync(TestContext.Current.CancellationToken);
        var upsert = Write.Insert(notes).Set(id, "a").Set(text, "one").OrUpdate(mine, id).Returning(text);
        foreach (var write in new[] { upsert, upsert, Write.Update(mine).Set(text, "two").Returning(text), Write.Delete(mine.WhereNotNull(text)).Returning(text) })
        {
            var rows = 0;
            await transaction.ReadAsync(mine.ForUpdate(), _ => { }, TestContext.Current.CancellationToken);
            await transaction.ReadAsync(write, _ => rows++, TestContext.Current.CancellationToken);
            Assert.Equal(1, rows);
        }

        var alias = notes.Alias();
        await transaction.ReadAsync(Query.From(notes).Join(alias, alias.Column(id), id).OrderBy(id), _ => { }, TestContext.Current.CancellationToken);
        var gone = SqlSchema.Create(s => s.In("nowhere").Table("notes", t => t.Column<string>("id")));
        Assert.Equal(CksCodes.DatabaseMismatch, Assert.Single(await gone.CheckAsync(source, PostgresCompiler.Default, TestContext.Current.CancellationToken)).Code);
        Assert.NotEqual(gone, SqlSchema.Create(s => s.Table("notes", t => t.Column<string>("id"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Other")]
    [InlineData("a.b")]
    [InlineData("a\"; DROP TABLE notes; --")]
    public void A_name_that_is_not_allowed_is_refused(string name) =>
        Assert.Equal(CksCodes.InvalidIdentifier, Assert.Single(Assert.Throws<CksConfigurationException>(() => SqlSchema.Create(s => s.In(name))).Diagnostics).Code);
}
