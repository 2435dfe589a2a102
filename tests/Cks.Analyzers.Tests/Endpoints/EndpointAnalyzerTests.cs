namespace Cks.Analyzers.Tests;

public sealed class EndpointAnalyzerTests
{
    [Theory]
    [InlineData("app.MapGet(\"/a\", () => 1);", "MapGet")]
    [InlineData("app.MapPost(\"/a\", Handler); app.MapPut(\"/a\", Handler); app.MapDelete(\"/a\", Handler); app.MapPatch(\"/a\", Handler);", "MapPost", "MapPut", "MapDelete", "MapPatch")]
    [InlineData("app.Map(\"/a\", () => 1); app.MapMethods(\"/a\", [\"GET\"], () => 1); app.MapFallback(() => 1); app.MapHealthChecks(\"/h\"); app.MapFallbackToFile(\"a.html\");", "Map", "MapMethods", "MapFallback", "MapHealthChecks", "MapFallbackToFile")]
    [InlineData("app.MapGet(\"/a\", (HttpContext http) => Task.CompletedTask);", "MapGet")]
    [InlineData("app.MapGet(\"/a\", () => 1).WithName(\"a\").Produces(200).AddEndpointFilter((c, next) => next(c)).WithMetadata(\"text\");", "MapGet")]
    [InlineData("app.MapGet(\"/a\", () => 1).ChecksInHandler(\"why\");", "MapGet")]
    [InlineData("EndpointRouteBuilderExtensions.MapGet(app, \"/a\", () => 1);", "MapGet")]
    [InlineData("_ = app.MapGet(\"/a\", () => 1);", "MapGet")]
    [InlineData("var e = app.MapGet(\"/a\", () => 1); e.WithName(\"a\");", "MapGet")]
    [InlineData("var g = app.MapGroup(\"/g\"); g.MapGet(\"/a\", () => 1); g.MapGet(\"/b\", () => 1).RequireCaps(\"orders:view\");", "MapGet")]
    [InlineData("app.MapGroup(\"/g\").WithTags(\"g\").MapGet(\"/a\", () => 1);", "MapGet")]
    [InlineData("var g = app.MapGroup(\"/g\"); var h = g.MapGroup(\"/h\"); h.WithTags(\"h\"); h.MapGet(\"/a\", () => 1);", "MapGet")]
    [InlineData("RouteGroupBuilder g; g = app.MapGroup(\"/g\"); if (flag) { g.MapGet(\"/a\", () => 1); }", "MapGet")]
    [InlineData("IEndpointRouteBuilder same = app; same.MapGet(\"/a\", () => 1);", "MapGet")]
    [InlineData("app.UseEndpoints(endpoints => endpoints.MapGet(\"/a\", () => 1).WithName(\"a\"));", "MapGet")]
    [InlineData("app.UseEndpoints(endpoints => { endpoints.MapGet(\"/a\", () => 1); });", "MapGet")]
    [InlineData("foreach (var path in new[] { \"/a\" }) app.MapGet(path, () => path);", "MapGet")]
    [InlineData("Action<string> map = path => { app.MapGet(path, () => path); };", "MapGet")]
    [InlineData("app.MapHub<OpenHub>(\"/h\"); app.MapBlazorHub();", "MapHub", "MapBlazorHub")]
    [InlineData("app.MapGrpcService<OpenService>(); app.MapGrpcService<HalfService>(); app.MapGrpcService<EmptyService>();", "MapGrpcService", "MapGrpcService", "MapGrpcService")]
    public async Task An_endpoint_that_nobody_gives_a_rule_is_found(string statements, params string[] expected) =>
        Assert.Equal(expected.Select(m => $"CKS001 {m} \"{m}\" maps an endpoint without a rule"), await InAsync(statements));

    [Theory]
    [InlineData("app.MapGet(\"/a\", () => 1).RequireCaps(\"orders:view\"); app.MapGet(\"/a\", () => 1).RequireAnyCap(\"orders:view\"); app.MapGet(\"/a\", () => 1).RequireRoles(\"x\");")]
    [InlineData("app.MapGet(\"/a\", () => 1).RequireAuthorization(); app.MapGet(\"/a\", () => 1).WithName(\"a\").AllowAnonymous().WithTags(\"a\");")]
    [InlineData("app.MapGet(\"/a\", [Authorize] () => 1); app.MapGet(\"/a\", [AllowAnonymous] () => 1); app.MapGet(\"/a\", Guarded); app.MapGet(\"/a\", [RequireCaps(\"orders:view\")] (HttpContext http) => Task.CompletedTask);")]
    [InlineData("app.MapGet(\"/a\", () => 1).WithMetadata(new AuthorizeAttribute()); app.MapGet(\"/a\", () => 1).WithMetadata(\"a\", new AllowAnonymousAttribute());")]
    [InlineData("var e = app.MapGet(\"/a\", () => 1); e.WithName(\"a\").RequireCaps(\"orders:view\");")]
    [InlineData("RouteHandlerBuilder e; e = app.MapGet(\"/a\", () => 1); e.RequireAuthorization();")]
    [InlineData("var e = app.MapGet(\"/a\", () => 1); if (flag) e.RequireAuthorization(); else e.AllowAnonymous();")]
    [InlineData("var g = app.MapGroup(\"/g\").RequireCaps(\"orders:view\"); g.MapGet(\"/a\", () => 1);")]
    [InlineData("var g = app.MapGroup(\"/g\"); g.MapGet(\"/a\", () => 1); g.RequireCaps(\"orders:view\");")]
    [InlineData("var g = app.MapGroup(\"/g\"); g.MapGroup(\"/h\").MapGet(\"/a\", () => 1); g.WithTags(\"g\").RequireAuthorization();")]
    [InlineData("app.MapGroup(\"/g\").RequireAuthorization().MapGroup(\"/h\").MapGet(\"/a\", () => 1);")]
    [InlineData("app.MapHub<GuardedHub>(\"/h\"); app.MapHub<DerivedHub>(\"/d\"); app.MapHub<OpenHub>(\"/h\").RequireCaps(\"orders:view\"); app.MapGrpcService<GuardedService>(); app.MapGrpcService<WholeService>();")]
    public async Task A_rule_is_found_in_the_chain_the_groups_the_variables_and_the_attributes(string statements) => Assert.Empty(await InAsync(statements));

    [Theory]
    [InlineData("group.MapGet(\"/a\", () => 1); routes.MapGet(\"/a\", () => 1);")]
    [InlineData("Map(app.MapGet(\"/a\", () => 1)); Rule(app.MapGroup(\"/g\")).MapGet(\"/a\", () => 1);")]
    [InlineData("app.MapGet(\"/a\", () => 1).Ours(); app.MapGroup(\"/g\").Ours().MapGet(\"/a\", () => 1);")]
    [InlineData("var g = app.MapGroup(\"/g\"); Rule(g); g.MapGet(\"/a\", () => 1);")]
    [InlineData("var g = app.MapGroup(\"/g\"); g.Ours(); g.MapGet(\"/a\", () => 1);")]
    [InlineData("var g = flag ? app.MapGroup(\"/g\") : group; g.MapGet(\"/a\", () => 1);")]
    [InlineData("var g = app.MapGroup(\"/g\"); g = group; g.MapGet(\"/a\", () => 1);")]
    [InlineData("var all = new[] { app.MapGet(\"/a\", () => 1) }; foreach (var e in all) e.RequireAuthorization();")]
    [InlineData("Kept = app.MapGet(\"/a\", () => 1); KeptGroup!.MapGet(\"/a\", () => 1);")]
    [InlineData("Func<RouteHandlerBuilder> made = () => app.MapGet(\"/a\", () => 1); made().RequireAuthorization();")]
    [InlineData("app.MapGet(\"/a\", () => 1).Add(b => b.Metadata.Add(new AuthorizeAttribute()));")]
    [InlineData("object rule = new AuthorizeAttribute(); app.MapGet(\"/a\", () => 1).WithMetadata(rule); object[] rules = [rule]; app.MapGet(\"/a\", () => 1).WithMetadata(rules);")]
    [InlineData("Delegate handler = Guarded; app.MapGet(\"/a\", handler);")]
    [InlineData("app.Map(\"/branch\", branch => { }); app.MapWhen(_ => true, branch => { }); app.MapCksHub(\"/hub\");")]
    [InlineData("Generic<OpenHub>(app);")]
    public async Task Where_a_rule_may_come_from_elsewhere_nothing_is_said(string statements) => Assert.Empty(await InAsync(statements));

    [Fact]
    public async Task Without_the_guards_of_Cks_nothing_is_asked_of_endpoints()
    {
        var references = Sources.References.Where(r => r.Display?.Contains("Cks.Rbac.AspNetCore", StringComparison.Ordinal) != true);
        var compilation = Sources.Compile("class A { void B(Microsoft.AspNetCore.Builder.WebApplication app) => Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(app, \"/\", () => 1); }");
        var bare = compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees.First()).WithReferences(references);

        Assert.Empty(await Sources.FindingsAsync(bare));
        Assert.Single(await Sources.FindingsAsync(bare.WithReferences(Sources.References)));
    }

    [Fact]
    public async Task What_is_generated_is_not_looked_at()
    {
        const string source = "class A { void B(WebApplication app) { app.MapGet(\"/a\", () => 1); } }";

        Assert.Single(await Sources.FindAsync(source));
        Assert.Empty(await Sources.FindAsync($"// <auto-generated/>\n{source}"));
    }

    [Theory]
    [InlineData("app.MapGet(\"/a\", () => 1).RequireCaps(\"orders:view\").AllowAnonymous();", "AllowAnonymous() RequireCaps")]
    [InlineData("app.MapGet(\"/a\", () => 1).AllowAnonymous().WithName(\"a\").RequireRoles(\"x\");", "AllowAnonymous() RequireRoles")]
    [InlineData("var e = app.MapGet(\"/a\", () => 1).RequireAuthorization(\"policy\"); e.AllowAnonymous();", "AllowAnonymous() RequireAuthorization")]
    [InlineData("app.MapGet(\"/a\", () => 1).RequireAuthorization(new AuthorizeAttribute { Roles = \"x\" }).AllowAnonymous();", "AllowAnonymous() RequireAuthorization")]
    [InlineData("app.MapGet(\"/a\", () => 1).RequireAuthorization(p => p.RequireAuthenticatedUser()).AllowAnonymous();", "AllowAnonymous() RequireAuthorization")]
    [InlineData("app.MapGet(\"/a\", [RequireCaps(\"orders:view\")] () => 1).AllowAnonymous();", "AllowAnonymous() RequireCapsAttribute")]
    [InlineData("app.MapGet(\"/a\", [AllowAnonymous] () => 1).RequireCaps(\"orders:view\");", "RequireCaps(\"orders:view\") RequireCaps")]
    [InlineData("var g = app.MapGroup(\"/g\").RequireCaps(\"orders:view\"); g.MapGet(\"/a\", () => 1).AllowAnonymous(); if (flag) { g.MapGet(\"/b\", () => 1).AllowAnonymous(); }", "AllowAnonymous() RequireCaps", "AllowAnonymous() RequireCaps")]
    [InlineData("var g = app.MapGroup(\"/g\").AllowAnonymous(); g.MapGet(\"/a\", () => 1).RequireCaps(\"orders:view\"); g.MapGet(\"/b\", () => 1);", "RequireCaps(\"orders:view\") RequireCaps")]
    [InlineData("app.MapGroup(\"/g\").RequireCaps(\"orders:view\").AllowAnonymous();", "AllowAnonymous() RequireCaps")]
    [InlineData("app.MapGroup(\"/g\").AllowAnonymous().MapGet(\"/a\", Guarded);", "MapGet RequireCapsAttribute")]
    [InlineData("app.MapGroup(\"/g\").RequireCaps(\"orders:view\").MapGet(\"/a\", [AllowAnonymous] () => 1);", "MapGet RequireCaps")]
    [InlineData("app.MapHub<GuardedHub>(\"/h\").AllowAnonymous(); app.MapControllers().RequireCaps(\"orders:view\").AllowAnonymous();", "AllowAnonymous() RequireCapsAttribute", "AllowAnonymous() RequireCaps")]
    public async Task S19_AllowAnonymous_beside_a_guard_is_found_where_it_is_written_or_where_the_guard_is(string statements, params string[] expected) =>
        Assert.Equal(expected.Select(e => e.Replace(") ", ") AllowAnonymous switches off the guard ", StringComparison.Ordinal).Replace("MapGet ", "MapGet AllowAnonymous switches off the guard ", StringComparison.Ordinal)).Select(e => $"CKS005 {e}"), await InAsync(statements));

    [Theory]
    [InlineData("var g = app.MapGroup(\"/g\").RequireAuthorization(); g.MapGet(\"/a\", () => 1).AllowAnonymous(); g.MapGet(\"/b\", [AllowAnonymous] () => 1);")]
    [InlineData("app.MapGet(\"/a\", () => 1).RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = \"x\" }).AllowAnonymous();")]
    [InlineData("var e = app.MapGet(\"/a\", () => 1); if (flag) e.RequireCaps(\"orders:view\"); else e.AllowAnonymous();")]
    [InlineData("var e = app.MapGet(\"/a\", () => 1).RequireCaps(\"orders:view\"); if (flag) { e.AllowAnonymous(); }")]
    [InlineData("var g = app.MapGroup(\"/g\"); g.MapGet(\"/a\", () => 1).RequireCaps(\"orders:view\"); g.MapGet(\"/b\", () => 1).AllowAnonymous();")]
    public async Task A_plain_rule_may_have_exceptions_and_what_is_never_put_together_is_not_reported(string statements) => Assert.Empty(await InAsync(statements));

    [Fact]
    public async Task S19_on_a_class_and_its_methods_AllowAnonymous_is_found_beside_a_guard() =>
        Assert.Equal(
            [
                "CKS005 AllowAnonymous AllowAnonymous switches off the guard RequireCapsAttribute",
                "CKS005 AllowAnonymous AllowAnonymous switches off the guard AuthorizeAttribute",
                "CKS005 AllowAnonymous AllowAnonymous switches off the guard AuthorizeAttribute",
                "CKS005 AllowAnonymous AllowAnonymous switches off the guard RequireCapsAttribute",
            ],
            await Sources.FindAsync("""
                using Microsoft.AspNetCore.Authorization;
                namespace App;
                [RequireCaps("orders:view")] class A { [AllowAnonymous] public void B() { } }
                [AllowAnonymous] class C { [Authorize(Roles = "x")] public void D() { } }
                class E { [Authorize("policy"), AllowAnonymous] public void F() { } }
                class G : A { [AllowAnonymous] public void H() { } }
                [Authorize] class I { [AllowAnonymous] public void J() { } }
                [Authorize(AuthenticationSchemes = "x")] class K { [AllowAnonymous] public void L() { } }
                class M { [RequireCaps("orders:view")] public void N() { } [AllowAnonymous] public void O() { } }
                """, Sources.File(Sources.Policy)));

    private static Task<string[]> InAsync(string statements) => Sources.FindAsync(
        $$"""
        #pragma warning disable CS1591, CS0649, CS0414
        using System.Threading.Tasks;
        using Grpc;
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Routing;
        using Microsoft.AspNetCore.SignalR;

        namespace Grpc
        {
            public abstract class Base { public virtual int Say(int a) => a; public virtual int Ask(int a) => a; }
        }

        namespace Microsoft.AspNetCore.Builder
        {
            internal static class GrpcEndpointRouteBuilderExtensions
            {
                public static IEndpointConventionBuilder MapGrpcService<T>(this IEndpointRouteBuilder routes) where T : class => routes.MapGroup("/" + typeof(T).Name);
            }
        }

        namespace App
        {
            internal static class Program
            {
                private static RouteHandlerBuilder? Kept;
                private static RouteGroupBuilder? KeptGroup = null;

                public static RouteHandlerBuilder? Last => Kept;

                public static void Run(WebApplication app, RouteGroupBuilder group, IEndpointRouteBuilder routes, bool flag)
                {
                    {{statements}}
                }

                public static int Handler() => 1;

                [RequireCaps("orders:view")]
                public static int Guarded() => 1;

                public static void Map(RouteHandlerBuilder endpoint) => endpoint.RequireAuthorization();

                public static RouteGroupBuilder Rule(RouteGroupBuilder group) => group.RequireAuthorization();

                public static void Generic<T>(WebApplication app) where T : Hub => app.MapHub<T>("/h");

                public static T Ours<T>(this T builder) where T : IEndpointConventionBuilder => builder.RequireAuthorization();
            }

            public class OpenHub : Hub { [Authorize] public int A() => 1; }

            [RequireCaps("orders:view")]
            public class GuardedHub : Hub;

            public sealed class DerivedHub : GuardedHub;

            public sealed class OpenService : Base { public override int Say(int a) => a; }

            public sealed class EmptyService : Base;

            public sealed class HalfService : Base { [Authorize] public override int Say(int a) => a; public override int Ask(int a) => a; }

            [Authorize]
            public sealed class GuardedService : Base { public override int Say(int a) => a; }

            public sealed class WholeService : Base { [Authorize] public override int Say(int a) => a; [AllowAnonymous] public override int Ask(int a) => a; }
        }
        """,
        Sources.File(Sources.Policy));
}
