using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

public sealed class OnResourceTests
{
    private const string Policy = """
        {
          "version": 1,
          "resources": { "notes": { "actions": ["view", "edit", "purge"], "attributes": ["color"] }, "pens": { "actions": ["use"], "attributes": ["color"] } },
          "roles": {
            "red": { "permit": [{ "actions": ["notes:view", "notes:edit"], "when": { "color": "red" } }, { "actions": ["pens:use"], "when": { "color": "red" } }] },
            "all": { "permit": [{ "actions": ["notes:*"] }] },
            "careful": { "inherits": ["all"], "deny": [{ "actions": ["notes:view"], "when": { "color": "blue" } }] },
            "banned": { "inherits": ["red"], "deny": [{ "actions": ["notes:view"] }] },
            "purger": { "inherits": ["red"], "permit": [{ "actions": ["notes:purge"] }] },
            "nobody": {}
          }
        }
        """;

    /// <summary>What a handler was given: whether it is the very instance that was loaded.</summary>
    public static string Same(Note note) => NoteLoader.Notes.Any(n => ReferenceEquals(n, note)) ? $"same {note.Id}" : "another";

    private static Task<GuardHost> StartAsync(Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null, string policy = Policy) => GuardHost.StartAsync(map, b => Configure(b, configure), policy);

    private static void Configure(WebApplicationBuilder builder, Action<WebApplicationBuilder>? configure = null)
    {
        builder.Services.AddCksRbac().MapResource<Note>("notes", m => m.Attribute("color", n => n.Color)).MapResource<string>("pens", m => m.Attribute("color", c => c));
        builder.Services.AddCksResource<Note, NoteLoader>();
        builder.Services.AddControllers().ConfigureApplicationPartManager(m => m.FeatureProviders.Add(new OnlyControllers(typeof(NoteController))));
        configure?.Invoke(builder);
    }

    private static void MapShow(WebApplication app)
    {
        app.MapGet("/note/{id}", Same).RequireCaps("notes:view").OnResource<Note>("id");
        app.MapControllers();
    }

    // A handler of the application's own closes the short way, so that the long one is gone as well.
    public static TheoryData<string, bool> Ways => new() { { "/note", true }, { "/note", false }, { "/mvc/note", true }, { "/mvc/note", false } };

    private static Action<WebApplicationBuilder> Way(bool isShort) => b =>
    {
        if (!isShort)
            b.Services.AddSingleton<IAuthorizationHandler, IndifferentHandler>();
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Outside_is_404_not_permitted_is_403_and_the_handler_receives_the_instance(string path, bool isShort)
    {
        await using var host = await StartAsync(MapShow, Way(isShort));

        Assert.Equal((200, "same 1"), await host.TextAsync($"{path}/1", GuardHost.Session("red")));
        Assert.Equal(403, await host.StatusAsync($"{path}/2", GuardHost.Session("red")));
        Assert.Equal((200, "same 2"), await host.TextAsync($"{path}/2", GuardHost.Session("all")));
        Assert.Equal(403, await host.StatusAsync($"{path}/2", GuardHost.Session("careful")));
        Assert.Equal(404, await host.StatusAsync($"{path}/3", GuardHost.Session("all")));
        Assert.Equal(404, await host.StatusAsync($"{path}/9", GuardHost.Session("all")));
        Assert.Equal(403, await host.StatusAsync($"{path}/1", GuardHost.Session("banned")));
        Assert.Equal(403, await host.StatusAsync($"{path}/1", GuardHost.Session("nobody")));
        Assert.Equal(401, await host.StatusAsync($"{path}/1", null));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task S28_absent_and_outside_are_one_answer_after_one_load(string path, bool isShort)
    {
        await using var host = await StartAsync(MapShow, Way(isShort));
        var me = $"s28-{Guid.NewGuid():N}";

        var (_, absent) = await host.RefusalAsync($"{path}/9", $"{Core.CksClaimTypes.SessionIdentity};{me};all");
        var (_, outside) = await host.RefusalAsync($"{path}/3", $"{Core.CksClaimTypes.SessionIdentity};{me};all");

        Assert.Equal([$"{me} 9", $"{me} 3"], NoteLoader.Asked.Where(a => a.StartsWith(me, StringComparison.Ordinal)));
        Assert.Equal(Without(absent), Without(outside));
        Assert.Equal(("CKS505", "outside_scope", $"{path}/3"), (outside.GetProperty("code").GetString(), outside.GetProperty("reason").GetString(), outside.GetProperty("instance").GetString()));

        static IEnumerable<string> Without(JsonElement problem) => problem.EnumerateObject().Where(p => p.Name is not ("traceId" or "instance")).Select(p => p.ToString());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task S28_who_lacks_the_capability_learns_nothing_and_costs_no_load(string path, bool isShort)
    {
        await using var host = await StartAsync(MapShow, Way(isShort));
        var me = $"cap-{Guid.NewGuid():N}";

        foreach (var id in (string[])["1", "3", "9", "broken"])
            Assert.Equal(403, await host.StatusAsync($"{path}/{id}", $"{Core.CksClaimTypes.SessionIdentity};{me};banned"));
        foreach (var id in (string[])["1", "9"])
            Assert.Equal(401, await host.StatusAsync($"{path}/{id}", null));

        Assert.DoesNotContain(NoteLoader.Asked, a => a.StartsWith(me, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_store_that_is_down_is_an_error_and_no_answer(string path, bool isShort)
    {
        await using var host = await StartAsync(MapShow, Way(isShort));

        Assert.Equal(500, await host.StatusAsync($"{path}/broken", GuardHost.Session("all")));
    }

    [Fact]
    public async Task Several_capabilities_all_hold_of_the_resource_and_of_any_one_is_enough()
    {
        await using var host = await StartAsync(app =>
        {
            app.MapGet("/all/{id}", Same).RequireCaps("notes:view").RequireCaps("notes:purge").OnResource<Note>("id");
            app.MapGet("/any/{id}", Same).RequireAnyCap("notes:purge", "notes:view").OnResource<Note>("id");
            app.MapGet("/role/{id}", Same).RequireCaps("notes:view").RequireRoles("purger").OnResource<Note>("id");
            app.MapGroup("/group").RequireCaps("notes:view").OnResource<Note>("id");
        });

        Assert.Equal("403 403 200 403 403 403", await StatusesAsync("red"));
        Assert.Equal("200 403 200 200 200 403", await StatusesAsync("purger"));
        Assert.Equal("200 200 200 200 403 403", await StatusesAsync("all"));
        Assert.Equal("403 403 403 403 403 403", await StatusesAsync("nobody"));

        async Task<string> StatusesAsync(string role)
        {
            var statuses = new List<int>();
            foreach (var path in (string[])["/all/1", "/all/2", "/any/1", "/any/2", "/role/1", "/role/2"])
                statuses.Add(await host.StatusAsync(path, GuardHost.Session(role)));
            return string.Join(' ', statuses);
        }
    }

    [Fact]
    public async Task A_handler_of_the_application_that_refuses_is_asked_before_anything_is_loaded()
    {
        await using var host = await StartAsync(MapShow, b => b.Services.AddSingleton<IAuthorizationHandler, RefusingHandler>());
        var me = $"own-{Guid.NewGuid():N}";

        Assert.Equal(403, await host.StatusAsync("/note/1", $"{Core.CksClaimTypes.SessionIdentity};{me};all"));
        Assert.DoesNotContain(NoteLoader.Asked, a => a.StartsWith(me, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_handler_asks_for_itself_is_not_let_through_by_its_own_mark()
    {
        await using var host = await StartAsync(app => app.MapGet("/note/{id}", async (Note note, HttpContext context, ClaimsPrincipal user, IAuthorizationService authorization) =>
            $"{(await authorization.AuthorizeAsync(user, context, "cks:notes:edit")).Succeeded} {(await authorization.AuthorizeAsync(user, context, "cks:notes:view")).Succeeded}").RequireCaps("notes:view").OnResource<Note>("id"));

        Assert.Equal((200, "False False"), await host.TextAsync("/note/1", GuardHost.Session("red")));
        Assert.Equal((200, "True True"), await host.TextAsync("/note/1", GuardHost.Session("all")));
    }

    [Fact]
    public async Task A_resource_that_no_guard_loaded_is_an_error_and_never_another_requests()
    {
        await using var host = await StartAsync(app =>
        {
            app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error" });
            app.MapGet("/note/{id}", string (Note note) => throw new InvalidOperationException(note.Id)).RequireCaps("notes:view").OnResource<Note>("id");
            app.MapGet("/unloaded/{id}", Same).RequireCaps("notes:purge");
            app.Map("/error", (HttpContext context) => Assert.Throws<InvalidOperationException>(context.RequestServices.GetService<Note>).Message).AllowAnonymous();
        });

        // The page of errors runs in the request that loaded a note, and gets none.
        Assert.Equal((500, "No Note was loaded for this request. Add .OnResource<Note>(...) to the endpoint."), await host.TextAsync("/note/1", GuardHost.Session("all")));
        Assert.Equal(500, await host.StatusAsync("/unloaded/1", GuardHost.Session("all")));
    }

    [Fact]
    public async Task S03_a_later_policy_with_a_condition_is_answered_by_the_mark_and_closes_what_bears_none()
    {
        var log = new LogLines();
        await using var host = await StartAsync(
            app =>
            {
                app.MapGet("/note/{id}", Same).RequireCaps("notes:view").OnResource<Note>("id");
                app.MapGet("/unmarked", () => "in").RequireCaps("notes:view");
            },
            b => b.Logging.AddProvider(log),
            """{ "version": 1, "resources": { "notes": { "actions": ["view", "edit", "purge"], "attributes": ["color"] }, "pens": { "actions": ["use"], "attributes": ["color"] } }, "roles": { "red": { "permit": [{ "actions": ["notes:view"] }] } } }""");
        Assert.Equal((200, 200, 200), (await host.StatusAsync("/note/1", GuardHost.Session("red")), await host.StatusAsync("/note/2", GuardHost.Session("red")), await host.StatusAsync("/unmarked", GuardHost.Session("red"))));

        host.Activate(Policy);

        Assert.Equal((200, 403, 403), (await host.StatusAsync("/note/1", GuardHost.Session("red")), await host.StatusAsync("/note/2", GuardHost.Session("red")), await host.StatusAsync("/unmarked", GuardHost.Session("red"))));
        Assert.True(SpinWait.SpinUntil(() => log.Lines.Any(l => l.Level == LogLevel.Warning && l.Text.Contains("closes an endpoint", StringComparison.Ordinal)), TimeSpan.FromSeconds(10)));
        Assert.Equal(
            ["The policy now in use closes an endpoint: CKS110 GET /unmarked \"notes:view\" depends on the resource, and nothing says who checks that. Add .ChecksInHandler(\"where it is checked\")."],
            log.Lines.Where(l => l.Text.Contains("closes an endpoint", StringComparison.Ordinal)).Select(l => l.Text));
    }

    [Fact]
    public async Task S28_a_filter_that_asks_again_asks_about_the_instance_that_was_loaded()
    {
        await using var host = await StartAsync(app => app.MapControllers(), b => b.Services.Configure<MvcOptions>(o => o.Filters.Add(new AuthorizeFilter("cks:notes:edit"))));
        var before = NoteLoader.Asked.Count(a => a == "ann once");

        Assert.Equal((200, "same once"), await host.TextAsync("/mvc/note/once", GuardHost.Session("red")));

        Assert.Equal(1, NoteLoader.Asked.Count(a => a == "ann once") - before);
        Assert.Equal(403, await host.StatusAsync("/mvc/note/once", GuardHost.Session("banned")));
    }

    [Fact]
    public async Task A_parameter_that_the_request_brings_in_place_of_what_was_loaded_stops_the_host() =>
        Assert.Equal(
            [
                "CKS109 PUT /body/{id} \"note\" is made from the request, and is not the Note that OnResource<Note> checks. Mark it [FromServices], or give what the request brings a type of its own.",
                "CKS109 GET /parsed/{id} \"parsed\" is made from the request, and is not the Parsed that OnResource<Parsed> checks. Mark it [FromServices], or give what the request brings a type of its own.",
                "CKS109 GET mvc/bound/{id} \"note\" is made from the request, and is not the Note that OnResource<Note> checks. Mark it [FromServices], or give what the request brings a type of its own.",
            ],
            await GuardHost.FindingsAsync(
                app =>
                {
                    app.MapPut("/body/{id}", ([FromBody] Note note) => Same(note)).RequireCaps("notes:purge").OnResource<Note>("id");
                    app.MapGet("/parsed/{id}", (Parsed parsed) => parsed.Id).RequireCaps("notes:purge").OnResource<Parsed>("id");
                    app.MapGet("/service/{id}", ([FromServices] Parsed parsed) => parsed.Id).RequireCaps("notes:purge").OnResource<Parsed>("id");
                    app.MapControllers();
                },
                b =>
                {
                    b.Services.AddCksResource<Note, NoteLoader>().AddCksResource<Parsed, ParsedLoader>();
                    b.Services.AddControllers().ConfigureApplicationPartManager(m => m.FeatureProviders.Add(new OnlyControllers(typeof(BoundController), typeof(NoteController))));
                    b.Services.AddCksRbac().MapResource<Note>("notes", m => m.Attribute("color", n => n.Color));
                },
                Policy));

    [Fact]
    public async Task What_cannot_be_loaded_or_checked_stops_the_host() =>
        Assert.Equal(
            [
                "CKS110 GET /bare/{id} OnResource<Note> has no capability that it could be checked for. Add .RequireCaps(...).",
                "CKS110 GET /role/{id} OnResource<Note> has no capability that it could be checked for. Add .RequireCaps(...).",
                "CKS109 GET /value/{key} The route has no value \"id\" for OnResource<Note>. Name a value of the route.",
                "CKS110 GET /other/{id} \"pens:use\" depends on another resource than Note. Map it with MapResource<Note>(\"pens\", ...), or check in the handler.",
                "CKS109 GET /two/{id} The endpoint is about several resources, and only one is loaded. Keep one OnResource and check the others in the handler.",
                "CKS109 GET /two/{id} Nobody loads the resource of OnResource<OnResourceTests>. Register services.AddCksResource<OnResourceTests, ...>().",
            ],
            (await GuardHost.FindingsAsync(
                app =>
                {
                    app.MapGet("/bare/{id}", Same).RequireAuthorization().OnResource<Note>("id");
                    app.MapGet("/role/{id}", Same).RequireRoles("all").OnResource<Note>("id");
                    app.MapGet("/value/{key}", Same).RequireCaps("notes:view").OnResource<Note>("id");
                    app.MapGet("/other/{id}", Same).RequireCaps("pens:use").OnResource<Note>("id");
                    app.MapGet("/two/{id}", Same).RequireCaps("notes:purge").OnResource<Note>("id").OnResource<OnResourceTests>("id");
                },
                b => Configure(b),
                Policy)).Where(f => !f.Contains("depends on another resource than OnResourceTests", StringComparison.Ordinal)));

    [Fact]
    public async Task An_evaluator_that_would_skip_the_resource_stops_the_host()
    {
        var findings = await GuardHost.FindingsAsync(MapShow, b => Configure(b, c => c.Services.AddTransient<IPolicyEvaluator, PolicyEvaluator>()), Policy);

        Assert.Contains("CKS109 GET /note/{id} The IPolicyEvaluator PolicyEvaluator would run the endpoint without its OnResource. Take it out, or check in the handler.", findings);
    }

    private sealed class IndifferentHandler : IAuthorizationHandler
    {
        public Task HandleAsync(AuthorizationHandlerContext context) => Task.CompletedTask;
    }

    private sealed class RefusingHandler : IAuthorizationHandler
    {
        public Task HandleAsync(AuthorizationHandlerContext context)
        {
            context.Fail();
            return Task.CompletedTask;
        }
    }
}
