using Microsoft.Data.Sqlite;
using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

public sealed class SqlResultTests
{
    [Fact]
    public void Parameters_have_the_names_of_their_numbers()
    {
        var result = SqliteCompiler.Default.Compile(Query.From(Crew).Select(CrewId).Where(Name, Op.Eq, "a").Where(Age, Op.Gt, 3));

        Assert.Equal("""SELECT [crew_id] FROM "crew" WHERE [name] = @p0 AND [age] > @p1""", result.Sql);
        Assert.Equal(result.Sql, result.ToString());
        Assert.Equal(["a", 3], result.Bindings);
        Assert.Equal("a", result.NamedBindings["@p0"]);
        Assert.Equal(3, result.NamedBindings["@p1"]);
    }

    [Fact]
    public void A_column_that_the_database_does_not_have_is_an_error_in_every_place()
    {
        var wrong = SqlSchema.Create(s => s.Table("here", t => t.Column<string>("a").Column<string>("b").Column<string>("missing")).Table("there", t => t.Column<string>("a").Column<string>("b")));
        var (here, there) = (wrong.Table("here"), wrong.Table("there"));
        Column<string> Of(Table table, string name) => table.Column<string>(name);
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Run("CREATE TABLE here (a TEXT, b TEXT); CREATE TABLE there (a TEXT); INSERT INTO here VALUES ('missing', 'b'); INSERT INTO there VALUES ('missing')", new Dictionary<string, object?>());

        // Neither a text nor a column of the query around it takes its place.
        var (query, inner) = (Query.From(here).Select(Of(here, "a")), Query.From(there).Select(Of(there, "a")));
        Assert.Equal("missing", Run(query.Where(Of(here, "b"), Op.Eq, "b")));
        Assert.All(
            (Query[])
            [
                Query.From(here).Select(Of(here, "missing")), query.Where(Of(here, "missing"), Op.Eq, "missing"), query.WhereNotNull(Of(here, "missing")), query.OrderBy(Of(here, "missing")),
                query.WhereIn(Of(here, "missing"), ["missing"]), query.WhereIn(Of(here, "a"), inner.Where(Of(there, "b"), Op.Eq, "b")), query.WhereExists(inner.Where(Of(there, "b"), Op.Eq, "b")),
                query.WhereNotExists(Of(here, "missing"), inner), query.Where(or => or.Where(Of(here, "a"), Op.Eq, "missing").OrWhere(Of(here, "missing"), Op.Eq, "missing")), Query.From(here),
            ],
            q => Assert.StartsWith("SQLite Error 1: 'no such column", Assert.Throws<SqliteException>(() => Run(q)).Message, StringComparison.Ordinal));

        object? Run(object what, IReadOnlyDictionary<string, object?>? values = null)
        {
            var result = what is Query asked ? SqliteCompiler.Default.Compile(asked) : null;
            using var command = connection.CreateCommand();
            command.CommandText = result?.Sql ?? (string)what;
            foreach (var (name, value) in result?.NamedBindings ?? values!)
                command.Parameters.AddWithValue(name, value);
            return command.ExecuteScalar();
        }
    }

    [Fact]
    public void Calls_in_any_order_give_one_text()
    {
        var usual = Query.From(Crew).Join(Centers, CenterId, CrewCenter).Select(Name).Where(Age, Op.Gt, 1).WhereNull(ArchivedAt).OrderBy(Name).Limit(2);
        var odd = Query.From(Crew).Limit(9).OrderBy(Name).Where(Age, Op.Gt, 1).Select(CrewId).Limit(2).WhereNull(ArchivedAt).Join(Centers, CenterId, CrewCenter).Select(Name);

        var (a, b) = (PostgresCompiler.Default.Compile(usual), PostgresCompiler.Default.Compile(odd));

        Assert.Equal(a.Sql, b.Sql);
        Assert.Equal(a.ShapeId, b.ShapeId);
        Assert.Equal(a.Bindings, b.Bindings);
    }

    [Fact]
    public void Shape_id_tells_texts_apart_and_no_values()
    {
        var named = Query.From(Crew).Where(Name, Op.Eq, "a");

        Assert.Matches("^[0-9a-f]{16}$", PostgresCompiler.Default.Compile(named).ShapeId);
        Assert.Equal(PostgresCompiler.Default.Compile(named).ShapeId, PostgresCompiler.Default.Compile(Query.From(Crew).Where(Name, Op.Eq, "b")).ShapeId);
        Assert.NotEqual(PostgresCompiler.Default.Compile(named).ShapeId, PostgresCompiler.Default.Compile(named.Limit(1)).ShapeId);
    }
}
