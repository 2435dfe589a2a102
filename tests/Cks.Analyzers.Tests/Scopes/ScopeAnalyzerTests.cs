namespace Cks.Analyzers.Tests;

public sealed class ScopeAnalyzerTests
{
    private const string ForNobody = "reads for nobody: scope the query for whoever reads (IScopeQueries.Scope, or Unscoped with a reason) and read it by ScopedReader or ScopedTransactionExtensions";

    [Theory]
    [InlineData("await bare.ReadAsync(query, r => { });", "ReadAsync QueryReader")]
    [InlineData("await bare.ReadAsync([query], (i, r) => { });", "ReadAsync QueryReader")]
    [InlineData("await bare.ReadListAsync(query, r => 1); await bare.ReadFirstAsync(query, r => 1);", "ReadListAsync QueryReader", "ReadFirstAsync QueryReader")]
    [InlineData("await foreach (var row in bare.StreamAsync(query, r => 1)) { }", "StreamAsync QueryReader")]
    [InlineData("await bare.ReadAsync(queries.Scope(me, query).Value, r => { });", "ReadAsync QueryReader")]
    [InlineData("await transaction.ReadAsync(query, r => { });", "ReadAsync SqlTransaction")]
    public async Task What_executes_any_query_is_found(string statement, params string[] expected) => Assert.Equal(expected.Select(e => $"CKS006 {e} {ForNobody}"), await InAsync(statement));

    [Theory]
    [InlineData("await reader.ReadListAsync(me, queries.Scope(me, query), r => 1); await transaction.ReadAsync(me, queries.Scope(me, query), r => { });")]
    [InlineData("await reader.ReadListAsync(me, queries.Unscoped(me, query, \"the catalogue is everybody's\"), r => 1); queries.Unmasked(me, query, why);")]
    [InlineData("await transaction.ReadAsync(write, r => { }); await transaction.ExecuteAsync(write);")]
    public async Task What_is_scoped_or_says_why_not_is_not_reported(string statement) => Assert.Empty(await InAsync(statement));

    [Theory]
    [InlineData("queries.Unscoped(me, query, \"\");", "Unscoped")]
    [InlineData("queries.Unmasked(me, query, reason: \" \");", "Unmasked")]
    [InlineData("model.Entity<Crew>().Unscoped(\"\");", "Unscoped")]
    public async Task A_reason_that_says_nothing_is_none(string statement, string method) => Assert.Equal([$"CKS006 {method} {method} has no reason"], await InAsync(statement));

    [Theory]
    [InlineData("var own = contexts.Create(me); await own.Crew.IgnoreQueryFilters().ToListAsync();", "IgnoreQueryFilters")]
    [InlineData("await using var own = contexts.Create(me); var some = own.Crew.Where(c => c.Id == \"a\"); await some.OrderBy(c => c.Id).IgnoreQueryFilters().ToListAsync();", "IgnoreQueryFilters")]
    [InlineData("await contexts.Create(me).Set<Crew>().IgnoreQueryFilters([\"cks\"]).ToListAsync();", "IgnoreQueryFilters")]
    [InlineData("using var own = contexts.Create(me); own.Crew.FromSql($\"select 1\"); own.Crew.FromSqlRaw(\"select 1\"); own.Database.SqlQuery<int>($\"select 1\");", "FromSql", "FromSqlRaw", "SqlQuery")]
    [InlineData("using var own = contexts.Create(me); var some = from c in own.Crew where c.Id == \"a\" select c; some.IgnoreQueryFilters();", "IgnoreQueryFilters")]
    public async Task What_a_context_of_a_subject_refuses_is_found_when_it_is_written(string statement, params string[] expected) =>
        Assert.Equal(expected.Select(m => $"CKS006 {m} {m} leaves out the filters of a context that is a subject's, and is refused when it runs"), await InAsync(statement));

    [Theory]
    [InlineData("await db.Crew.InScope(me).Include(c => c.Center).ThenInclude(c => c!.Crew).ToListAsync();", "Include", "ThenInclude")]
    [InlineData("var mine = db.Crew.InScope(me).Where(c => c.Id != \"a\"); await mine.AsTracking().ToListAsync();", "AsTracking")]
    public async Task What_is_refused_beside_rows_in_scope_is_found_when_it_is_written(string statement, params string[] expected) =>
        Assert.Equal(expected.Select(m => $"CKS006 {m} {m} beside InScope reads rows that nothing narrows, and is refused when it runs"), await InAsync(statement));

    [Theory]
    [InlineData("using var own = contexts.Create(me); await own.Crew.Include(c => c.Center).ToListAsync(); await own.Crew.FindAsync(\"main\", \"a\");")]
    [InlineData("await db.Crew.InScope(me).Where(c => c.Id != \"a\").ToListAsync(); await db.Crew.SelectVisible(me).ToListAsync();")]
    [InlineData("await db.Crew.IgnoreQueryFilters().Include(c => c.Center).ToListAsync(); await db.Crew.FindAsync(\"main\", \"a\"); db.Crew.FromSql($\"select 1\");")]
    [InlineData("var own = contexts.Create(me); own = db; own.Crew.IgnoreQueryFilters(); var self = db.Crew.AsQueryable(); self = self.Where(c => c.Id != \"a\"); self.IgnoreQueryFilters();")]
    public async Task What_is_filtered_and_what_is_the_applications_own_is_left_alone(string statement) => Assert.Empty(await InAsync(statement));

    private static Task<string[]> InAsync(string statement) => Sources.FindAsync(
        $$"""
        #pragma warning disable CS1591
        using System.Linq;
        using System.Threading.Tasks;
        using Cks.QueryBuilder;
        using Cks.Scope;
        using Cks.Scope.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore;

        namespace App;

        internal sealed class Crew { public string Id { get; set; } = ""; public Center? Center { get; set; } }

        internal sealed class Center { public string Id { get; set; } = ""; public List<Crew> Crew { get; } = []; }

        internal sealed class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Crew> Crew => Set<Crew>(); }

        internal static class Program
        {
            public static async Task RunAsync(
                QueryReader bare, ScopedReader reader, SqlTransaction transaction, IScopeQueries queries, Query query, Write write, Subject me, string why, ModelBuilder model, Db db, IScopedContexts<Db> contexts)
            {
                await Task.Yield();
                {{statement}}
            }
        }
        """,
        Sources.File(Sources.Policy));
}
