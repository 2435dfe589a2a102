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
    public async Task S05_what_executes_any_query_is_found(string statement, params string[] expected) => Assert.Equal(expected.Select(e => $"CKS006 {e} {ForNobody}"), await InAsync(statement));

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
    public async Task S05_what_a_context_of_a_subject_refuses_is_found_when_it_is_written(string statement, params string[] expected) =>
        Assert.Equal(expected.Select(m => $"CKS006 {m} {m} leaves out the filters of a context that is a subject's, and is refused when it runs"), await InAsync(statement));

    [Theory]
    [InlineData("await db.Crew.InScope(me).Include(c => c.Center).ThenInclude(c => c!.Crew).ToListAsync();", "Include", "ThenInclude")]
    [InlineData("var mine = db.Crew.InScope(me).Where(c => c.Id != \"a\"); await mine.AsTracking().ToListAsync();", "AsTracking")]
    public async Task S05_what_is_refused_beside_rows_in_scope_is_found_when_it_is_written(string statement, params string[] expected) =>
        Assert.Equal(expected.Select(m => $"CKS006 {m} {m} beside InScope reads rows that nothing narrows, and is refused when it runs"), await InAsync(statement));

    [Theory]
    [InlineData("await db.Crew.InScope(me).CountAsync(c => db.Centers.Any(o => o.Id == c.Id));", "db.Centers")]
    [InlineData("await db.Crew.Where(c => c.Id != \"a\" && db.Centers.InScope(me).Any(o => o.Id == c.Id)).ToListAsync();", "db.Crew")]
    [InlineData("await db.Crew.InScope(me).Join(db.Set<Center>(), c => c.Id, o => o.Id, (c, o) => o.Id).Concat(db.Centers.InScope(me).Select(o => o.Id)).ToListAsync();", "db.Set<Center>()")]
    [InlineData("await (from c in db.Crew.InScope(me) from o in db.Centers where o.Id == c.Id select c).ToListAsync();", "db.Centers")]
    public async Task S05_a_set_that_is_read_whole_beside_one_in_scope_is_found_once(string statement, string set) =>
        Assert.Equal([$"CKS006 {set} A set beside InScope is read whole, and is refused when it runs: put it in scope too"], await InAsync(statement));

    [Theory]
    [InlineData("await db.Crew.InScope(me).CountAsync(c => db.Centers.InScope(me).Any(o => o.Id == c.Id) || db.Holidays.Any(h => h.Id == c.Id));")]
    [InlineData("var mine = await db.Crew.InScope(me).ToListAsync(); var all = await db.Centers.ToListAsync(); await Use(await db.Crew.InScope(me).ToListAsync(), db.Centers.ToList());")]
    [InlineData("await other.Crew.InScope(me).CountAsync(c => other.Centers.Any(o => o.Id == c.Id)); await Use(db.Crew.InScope(me), db.Centers);")]
    public async Task Another_query_and_what_may_be_declared_to_be_everybodys_is_left_alone(string statement) => Assert.Empty(await InAsync(statement));

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

        internal sealed class Holiday { public string Id { get; set; } = ""; }

        internal sealed class Db(DbContextOptions<Db> options) : DbContext(options)
        {
            public DbSet<Crew> Crew => Set<Crew>();

            public DbSet<Center> Centers => Set<Center>();

            public DbSet<Holiday> Holidays => Set<Holiday>();

            protected override void OnModelCreating(ModelBuilder modelBuilder)
            {
                base.OnModelCreating(modelBuilder);
                modelBuilder.Entity<Crew>().HasKey(c => c.Id);
                modelBuilder.Entity<Holiday>().Unscoped("The calendar is the same for all.");
            }
        }

        internal sealed class OtherDb(DbContextOptions<OtherDb> options) : DbContext(options)
        {
            public DbSet<Crew> Crew => Set<Crew>();

            public DbSet<Center> Centers => Set<Center>();

            protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyConfigurationsFromAssembly(typeof(OtherDb).Assembly);
        }

        internal static class Program
        {
            public static async Task RunAsync(
                QueryReader bare, ScopedReader reader, SqlTransaction transaction, IScopeQueries queries, Query query, Write write, Subject me, string why, ModelBuilder model, Db db, OtherDb other, IScopedContexts<Db> contexts)
            {
                await Task.Yield();
                {{statement}}
            }

            private static Task Use(params IEnumerable<object>[] rows) => Task.FromResult(rows);
        }
        """,
        Sources.File(Sources.Policy));
}
