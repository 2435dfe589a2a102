namespace Cks.Analyzers.Tests;

public sealed class ServedTypesTests
{
    private static readonly string[] Open =
    [
        "CKS001 List \"OrdersController.List\" is served without a rule",
        "CKS001 Find \"OrdersController.Find\" is served without a rule",
        "CKS001 Say \"Marked.Say\" is served without a rule",
    ];

    [Fact]
    public async Task Actions_without_a_rule_on_method_or_class_are_found_where_controllers_are_mapped_without_one() => Assert.Equal(Open, await InAsync("app.MapControllers();"));

    [Fact]
    public async Task Page_models_without_a_rule_on_the_class_are_found_where_pages_are_mapped_without_one() =>
        Assert.Equal(["CKS001 IndexModel \"IndexModel\" is served without a rule"], await InAsync("app.MapRazorPages();"));

    [Fact]
    public async Task What_is_mapped_by_route_is_held_to_the_same() => Assert.Equal(Open, await InAsync("app.MapControllerRoute(\"default\", \"{controller}/{action}\");"));

    [Theory]
    [InlineData("")]
    [InlineData("app.MapControllers().RequireAuthorization(); app.MapRazorPages().RequireCaps(\"orders:view\");")]
    [InlineData("app.MapGroup(\"/api\").RequireAuthorization().MapControllers();")]
    [InlineData("group.MapControllers();")]
    [InlineData("app.MapControllers(); Ruled(app.MapRazorPages());")]
    [InlineData("app.MapRazorPages(); services.AddRazorPages(o => o.Conventions.AuthorizeFolder(\"/\"));")]
    [InlineData("app.MapControllers(); services.AddControllers(o => o.Conventions.Add(null!));")]
    public async Task Where_the_rule_may_come_from_the_mapping_or_a_convention_nothing_is_said(string statements) => Assert.Empty(await InAsync(statements));

    private static Task<string[]> InAsync(string statements) => Sources.FindAsync(
        $$"""
        #pragma warning disable CS1591
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.RazorPages;
        using Microsoft.AspNetCore.Routing;
        using Microsoft.Extensions.DependencyInjection;

        namespace App;

        internal static class Program
        {
            public static void Run(WebApplication app, RouteGroupBuilder group, IServiceCollection services)
            {
                {{statements}}
            }

            public static void Ruled(IEndpointConventionBuilder pages) => pages.RequireAuthorization();
        }

        public sealed class OrdersController : ControllerBase, System.IDisposable
        {
            public int List() => 1;

            public int Find(int id) => id;

            [RequireCaps("orders:view")]
            public int Guarded() => 1;

            [AllowAnonymous]
            public int Opened() => 1;

            [NonAction]
            public int Helper() => 1;

            public static int Shared() => 1;

            public override string ToString() => "orders";

            public void Dispose() { }

            internal int Inner() => 1;
        }

        [Controller]
        public sealed class Marked { public int Say() => 1; }

        [Authorize]
        public abstract class Guarded : ControllerBase { public int Base() => 1; }

        public sealed class DerivedController : Guarded { public int Say() => 1; }

        public abstract class OpenBaseController : ControllerBase { public int Say() => 1; }

        [NonController]
        public sealed class PaintController { public int Say() => 1; }

        internal sealed class HiddenController { public int Say() => 1; }

        public sealed class IndexModel : PageModel { public void OnGet() { } }

        [AllowAnonymous]
        public sealed class WelcomeModel : PageModel;
        """,
        Sources.File(Sources.Policy));
}
