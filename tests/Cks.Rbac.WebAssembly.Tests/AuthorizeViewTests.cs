using System.Net.Http.Json;
using System.Text.Json;
using Cks.Rbac.AspNetCore.Tests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.WebAssembly.Tests;

/// <summary>Components of the framework, rendered against a server on loopback.</summary>
public sealed class AuthorizeViewTests
{
    [Theory]
    [InlineData("cks:notes:view", "in")]
    [InlineData("cks:notes:view,notes:create", "in")]
    [InlineData("cks:all:notes:create", "in")]
    [InlineData("cks:any:notes:purge,notes:create", "in")]
    [InlineData("cks:role:writer,chief", "in")]
    [InlineData("cks:notes:purge", "out")]
    [InlineData("cks:notes:view,notes:purge", "out")]
    [InlineData("cks:any:notes:purge,role:grant", "out")]
    [InlineData("cks:notes:unheard-of", "out")]
    [InlineData("cks:NOTES:VIEW", "out")]
    [InlineData("cks:role:chief", "out")]
    [InlineData("cks:role:reader", "out")] // inherited, and not had
    [InlineData("cks:role:Writer", "out")]
    public async Task A_view_shows_what_the_server_permits(string policy, string expected)
    {
        await using var server = await NotesHost.StartAsync();
        await using var browser = new Browser(server.Http.BaseAddress!);
        await browser.SignInAsync("writer");

        Assert.Equal(expected, await browser.ShowAsync(policy));
    }

    [Fact]
    public async Task Nobody_is_shown_anything_and_the_server_is_not_asked()
    {
        await using var server = await NotesHost.StartAsync();
        await using var browser = new Browser(server.Http.BaseAddress!);

        Assert.Equal("out", await browser.ShowAsync("cks:notes:view"));

        Assert.Empty(browser.Sent);
    }

    [Fact]
    public async Task A_view_and_a_guard_of_the_same_name_agree_for_each_role_and_several()
    {
        string[] names =
        [
            new AspNetCore.RequireCapsAttribute("notes:view").Policy!, new AspNetCore.RequireCapsAttribute("notes:create", "notes:view").Policy!, new AspNetCore.RequireCapsAttribute("notes:purge").Policy!,
            new AspNetCore.RequireCapsAttribute("role:grant").Policy!, new AspNetCore.RequireCapsAttribute("role:grant", "notes:create").Policy!,
            new AspNetCore.RequireAnyCapAttribute("notes:purge", "notes:create").Policy!, new AspNetCore.RequireAnyCapAttribute("role:grant").Policy!,
            new AspNetCore.RequireRolesAttribute("writer", "chief").Policy!, new AspNetCore.RequireRolesAttribute("trainee").Policy!,
        ];
        await using var server = await NotesHost.StartAsync(app =>
        {
            foreach (var (i, name) in names.Index())
                app.MapGet($"/guarded/{i}", () => "in").RequireAuthorization(name);
        });
        var shown = 0;
        for (var mix = 0; mix < 1 << NotesHost.Roles.Length; mix++)
        {
            string[] roles = [.. NotesHost.Roles.Where((_, i) => (mix & (1 << i)) != 0), "unheard-of"];
            await using var browser = new Browser(server.Http.BaseAddress!);
            await browser.SignInAsync(roles);
            foreach (var (i, name) in names.Index())
            {
                var permitted = await server.StatusAsync($"/guarded/{i}", GuardHost.Session(roles)) == 200;
                Assert.Equal((string.Join(' ', roles), name, permitted ? "in" : "out"), (string.Join(' ', roles), name, await browser.ShowAsync(name)));
                shown += permitted ? 1 : 0;
            }
        }

        Assert.InRange(shown, 30, 110);
    }

    [Fact]
    public async Task S03_what_depends_on_the_row_is_shown_with_the_rows_that_say_so_and_nowhere_else()
    {
        await using var server = await NotesHost.StartAsync();
        foreach (var (role, expected) in new[] { ("writer", "in out out"), ("chief", "in in in"), ("reader", "out out out"), ("trainee", "in out out") })
        {
            await using var browser = new Browser(server.Http.BaseAddress!);
            await browser.SignInAsync(role);
            var http = browser.Services.GetRequiredService<HttpClient>();
            var typed = (await http.GetFromJsonAsync<ReadNote[]>("/api/notes", TestContext.Current.CancellationToken))!;
            var untyped = (await http.GetFromJsonAsync<JsonElement>("/api/notes", TestContext.Current.CancellationToken)).EnumerateArray().ToArray();

            Assert.Equal((role, role == "chief" ? "in" : "out"), (role, await browser.ShowAsync("cks:notes:accept")));
            Assert.Equal((role, expected), (role, await RowsAsync(browser, typed)));
            Assert.Equal((role, expected), (role, await RowsAsync(browser, untyped.Cast<object>())));
        }
    }

    [Fact]
    public async Task S03_a_row_narrows_what_is_permitted_and_never_widens_it()
    {
        await using var server = await NotesHost.StartAsync();
        await using var browser = new Browser(server.Http.BaseAddress!);
        await browser.SignInAsync("writer");
        var yes = new ReadNote("N1", new Dictionary<string, bool> { ["notes:accept"] = true, ["notes:purge"] = true, ["notes:view"] = false });

        Assert.Equal("in", await browser.ShowAsync("cks:notes:accept", yes));
        Assert.Equal("out", await browser.ShowAsync("cks:notes:purge", yes));
        Assert.Equal("out", await browser.ShowAsync("cks:notes:view", yes));
        foreach (var no in new object[]
        {
            new ReadNote("N1", null), new ReadNote("N1", new Dictionary<string, bool>()), "notes:accept", 1, new Note("N1", "open"),
            JsonElement.Parse("""{"_can":{"notes:accept":"true"}}"""), JsonElement.Parse("""{"_can":{"Notes:Accept":true}}"""), JsonElement.Parse("""{"_can":["notes:accept"]}"""),
            JsonElement.Parse("""{"_can":null}"""), JsonElement.Parse("""{"notes:accept":true}"""), JsonElement.Parse("true"), default(JsonElement),
        })
            Assert.Equal("out", await browser.ShowAsync("cks:notes:accept", no));
    }

    [Fact]
    public async Task A_page_is_shown_by_the_rule_on_it()
    {
        await using var server = await NotesHost.StartAsync();
        await using var browser = new Browser(server.Http.BaseAddress!, services: s => s.AddSingleton<NavigationManager, NoNavigation>());
        await browser.SignInAsync("writer");

        Assert.Equal("create", await Page<CreatePage>());
        Assert.Equal("denied", await Page<PurgePage>());

        async Task<string> Page<T>() => await (await browser.RenderAsync(b =>
        {
            b.OpenComponent<AuthorizeRouteView>(0);
            b.AddComponentParameter(1, nameof(AuthorizeRouteView.RouteData), new RouteData(typeof(T), new Dictionary<string, object?>()));
            b.AddComponentParameter(2, nameof(AuthorizeRouteView.NotAuthorized), (RenderFragment<AuthenticationState>)(_ => c => c.AddContent(0, "denied")));
            b.CloseComponent();
        })).TextAsync();
    }

    private static async Task<string> RowsAsync(Browser browser, IEnumerable<object> rows) => await (await browser.RenderAsync(b =>
    {
        foreach (var row in rows)
        {
            b.OpenRegion(0);
            Browser.View("cks:notes:accept", row)(b);
            b.CloseRegion();
        }
    })).TextAsync();

    [Authorize(Policy = "cks:notes:create")]
    private sealed class CreatePage : ComponentBase
    {
        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder) => builder.AddContent(0, "create");
    }

    [Authorize(Policy = "cks:notes:purge")]
    private sealed class PurgePage : ComponentBase
    {
        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder) => builder.AddContent(0, "purge");
    }

    private sealed class NoNavigation : NavigationManager
    {
        public NoNavigation() => Initialize("https://portal.example/", "https://portal.example/");
    }
}
