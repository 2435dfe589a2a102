using System.Data.Common;
using Dapper;
using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

/// <summary><see cref="SqlResult.NamedBindings"/> goes into Dapper as it is.</summary>
public sealed class DapperTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    private static readonly Guid Id = Guid.Parse("0abcdef0-0000-4000-8000-0000000000ab");
    private static readonly DateTimeOffset At = new(2026, 3, 1, 1, 2, 3, 456, TimeSpan.FromHours(5));

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Values_of_every_type_arrive(Dialect dialect)
    {
        var (source, compiler) = await FillAsync(dialect);
        Query[] queries =
        [
            Query.From(Crew),
            Query.From(Crew).Where(CrewId, Op.Eq, "W1").Where(Name, Op.Ne, "x' OR 1 = 1 --").WhereContains(Name, "%_").WhereStarts(Name, "a"),
            Query.From(Crew).Where(IsTest, Op.Eq, true).Where(Age, Op.Eq, -3).Where(Points, Op.Eq, long.MaxValue).Where(Tag, Op.Eq, Id).Where(CreatedAt, Op.Eq, At),
            Query.From(Crew).WhereIn(CrewId, ["W1", "W9"]).WhereIn(IsTest, [true]).WhereIn(Age, [-3, 4]).WhereIn(Points, [long.MaxValue]).WhereIn(Tag, [Id]).WhereIn(CreatedAt, [At]),
            Query.From(Crew).Where(or => or.Where(Age, Op.Gt, 100).OrWhere(CrewId, Op.Eq, "W1")).OrderBy(CreatedAt).OrderBy(CrewId).After(At.AddDays(-1), "W0").Limit(5),
        ];
        await using var connection = await source.OpenConnectionAsync();

        foreach (var query in queries)
        {
            var result = compiler.Compile(query.Select(CrewId));
            Assert.Equal(["W1"], await connection.QueryAsync<string>(result.Sql, result.NamedBindings));
            var count = compiler.Compile(query.Where(CrewId, Op.Ne, "W9").Count());
            Assert.Equal(1, await connection.ExecuteScalarAsync<long>(count.Sql, count.NamedBindings));
        }
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Writes_arrive(Dialect dialect)
    {
        var (source, compiler) = await FillAsync(dialect);
        await using var connection = await source.OpenConnectionAsync();
        var insert = compiler.Compile(Write.Insert(Crew).Set(CrewId, "W2").Set(Name, null).Set(IsTest, false).Set(Age, 5).Set(Points, -1).Set(Tag, Id).Set(CreatedAt, At).Set(ArchivedAt, At));
        var update = compiler.Compile(Write.Update(Query.From(Crew).Where(CrewId, Op.Eq, "W2")).Set(IsTest, true).Set(CreatedAt, At.AddDays(1)).Add(Points, 3));

        Assert.Equal(1, await connection.ExecuteAsync(insert.Sql, insert.NamedBindings));
        Assert.Equal(1, await connection.ExecuteAsync(update.Sql, update.NamedBindings));

        Assert.Equal(
            [(true, 2L, At.AddDays(1), Id)],
            await new QueryReader(source, compiler).ReadListAsync(
                Query.From(Crew).Where(CrewId, Op.Eq, "W2").Select(IsTest, Points, CreatedAt, Tag), r => (r.Value(IsTest, 0), r.Value(Points, 1), r.Value(CreatedAt, 2), r.Value(Tag, 3))));
    }

    private async Task<(DbDataSource Source, SqlCompiler Compiler)> FillAsync(Dialect dialect)
    {
        var opened = await database.OpenAsync(dialect);
        await PortalDatabase.ExecuteAsync(opened.Source, "DELETE FROM crew");
        await PortalDatabase.InsertAsync(opened.Source, dialect, [new("W1", "a%_b", "C1", true, -3, long.MaxValue, Id, At, null)], []);
        return opened;
    }
}
