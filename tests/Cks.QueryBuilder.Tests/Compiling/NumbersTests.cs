using System.Text.Json;
using CsCheck;

namespace Cks.QueryBuilder.Tests;

public sealed class NumbersTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Number_is_found_alone_in_a_list_and_in_a_document(Dialect dialect)
    {
        var (source, compiler) = await database.OpenAsync(dialect);
        var (real, json) = dialect == Dialect.Postgres ? ("double precision", "jsonb") : ("REAL", "TEXT");
        await PortalDatabase.ExecuteAsync(source, $"CREATE TABLE numbers (id integer PRIMARY KEY, value {real}, doc {json})");
        var numbers = SqlSchema.Create(s => s.Table("numbers", t => t.Column<int>("id").Column<double>("value").Column<JsonElement>("doc"))).Table("numbers");
        var (id, value, doc) = (numbers.Column<int>("id"), numbers.Column<double>("value"), numbers.Column<JsonElement>("doc"));
        double[] values = [0, -0.0, 1, 0.1, 1e15, 1e16, 1e23, -1e-7, double.Epsilon, double.MaxValue, double.MinValue, 2.2250738585072014e-308, 9007199254740993, 28407565978365072, -123456789012345680, .. Gen.Double[-1e12, 1e12].Array[400].Single(), .. Gen.Double.Where(double.IsFinite).Array[400].Single()];
        await using (var transaction = await new SqlDatabase(source, compiler).BeginAsync())
        {
            foreach (var (i, each) in values.Index())
                await transaction.ExecuteAsync(Write.Insert(numbers).Set(id, i).Set(value, each).Set(doc, JsonSerializer.SerializeToElement(new { n = each })));
            await transaction.CommitAsync();
        }

        var all = Query.From(numbers).Select(id).OrderBy(id);
        var ids = Enumerable.Range(0, values.Length).ToArray();
        Assert.Equal(ids, await FindAsync(v => all.Where(value, Op.Eq, v)));
        Assert.Equal(ids, await FindAsync(v => all.WhereIn(value, [v, 17.5])));
        Assert.Equal(ids, await FindAsync(v => all.Where(doc.JsonNumber("n"), Op.Eq, v)));

        // The numbers whose own row a query finds.
        async Task<IEnumerable<int>> FindAsync(Func<double, Query> find)
        {
            var found = new List<int>();
            await new QueryReader(source, compiler).ReadAsync([.. values.Select((v, i) => find(v).Where(id, Op.Eq, i))], (_, row) => found.Add(row.GetInt32(0)));
            return found;
        }
    }
}
