using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Cks.Analyzers.Tests;

/// <summary>In an editor code is analyzed while it is being typed.</summary>
public sealed class TypingTests
{
    private const string Source = """
        using System.Linq;
        using System.Security.Claims;
        using Cks.QueryBuilder;
        using Cks.Scope;
        using Cks.Scope.EntityFrameworkCore;
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;

        var app = WebApplication.Create();
        var g = app.MapGroup("/g").RequireCaps("orders:view");
        g.MapGet("/a", [AllowAnonymous] (ClaimsPrincipal user) => user.IsInRole("staff") || user.HasClaim(c => c.Type == ClaimTypes.Role)).AllowAnonymous();
        app.MapPost("/b", A.B).WithMetadata(new AuthorizeAttribute { Roles = "staff" }, "x").RequireAuthorization(p => p.RequireRole("staff"));
        RouteHandlerBuilder e;
        e = app.MapGet("/c", () => 1);
        app.MapControllers();

        public class Row { public string Id { get; set; } = ""; }

        public class Db : DbContext
        {
            public DbSet<Row> Rows => Set<Row>();

            public DbSet<Row> Others => Set<Row>();

            protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Row>().Unscoped("all");
        }

        [Authorize("policy")]
        public class AController : ControllerBase
        {
            [AllowAnonymous]
            public int B(QueryReader reader, Query query, IScopedContexts<Db> contexts, Db db, Subject me)
            {
                var own = contexts.Create(me);
                var rows = from r in db.Rows.InScope(me) from o in db.Others where o.Id == r.Id select r;
                return own.Rows.IgnoreQueryFilters().Count() + rows.Include(r => r.Id).Count() + reader.ReadListAsync(query, r => 1).Result.Count;
            }
        }

        static class A { public static int B() => 1; }
        """;

    public static TheoryData<int> Every => [0, 5];

    [Fact]
    public async Task What_is_broken_here_is_code_that_all_rules_look_at()
    {
        var found = await Sources.Compile(Source).WithAnalyzers(Sources.Analyzers, new AnalyzerOptions([Sources.File(Sources.Policy)])).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["CKS001", "CKS005", "CKS006", "CKS007", "CKS008"], found.Select(f => f.Id).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>Cut off at a place, or with a token missing.</summary>
    [Theory]
    [MemberData(nameof(Every))]
    public async Task Whatever_is_missing_no_analyzer_fails(int part)
    {
        var tokens = CSharpSyntaxTree.ParseText(Source, Sources.Parsing, cancellationToken: TestContext.Current.CancellationToken).GetRoot(TestContext.Current.CancellationToken).DescendantTokens().ToArray();
        var failures = new System.Collections.Concurrent.ConcurrentBag<string>();
        var analysis = new CompilationWithAnalyzersOptions(new AnalyzerOptions([Sources.File(Sources.Policy)]), (exception, _, _) => failures.Add(exception.ToString()), concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        var analyzed = 0;
        for (var i = part; i < tokens.Length; i += 16)
        {
            string[] broken = [Source[..tokens[i].SpanStart], Source.Remove(tokens[i].SpanStart, tokens[i].Span.Length)];
            foreach (var text in broken)
            {
                await Sources.Compile(text).WithAnalyzers(Sources.Analyzers, analysis).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
                analyzed++;
            }
        }

        Assert.InRange(analyzed, 40, 200);
        Assert.Empty(failures);
    }
}
