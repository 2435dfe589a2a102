using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

public sealed class ChecksInHandlerTests
{
    private const string Policy = """
        {
          "version": 1,
          "resources": { "notes": { "actions": ["view", "edit", "purge"], "attributes": ["color"] } },
          "roles": {
            "red": { "permit": [{ "actions": ["notes:view", "notes:edit"], "when": { "color": "red" } }] },
            "all": { "permit": [{ "actions": ["notes:*"] }] },
            "careful": { "inherits": ["all"], "deny": [{ "actions": ["notes:view"], "when": { "color": "blue" } }] },
            "banned": { "inherits": ["red"], "deny": [{ "actions": ["notes:view"] }] },
            "purger": { "inherits": ["red"], "permit": [{ "actions": ["notes:purge"] }] },
            "nobody": {}
          }
        }
        """;

    private const string Unmarked = """{ "version": 1, "resources": { "notes": { "actions": ["view", "edit", "purge"] } }, "roles": { "red": {} } }""";

    private static Task<GuardHost> StartAsync(Action<WebApplication> map, string policy = Policy) => GuardHost.StartAsync(
        map, b => b.Services.AddCksRbac().MapResource<string>("notes", m => m.Attribute("color", s => s)), policy);

    private static async Task<IResult> ViewAsync(string color, Subject me, IPolicyDecisionPoint decisions, CancellationToken ct) =>
        (await decisions.CheckAsync(me, CapabilityId.Of("notes:view"), color, ct)).IsPermitted ? Results.Text(color) : Results.StatusCode(StatusCodes.Status404NotFound);

    [Fact]
    public async Task S03_a_guard_lets_pass_what_needs_the_resource_and_the_handler_decides()
    {
        await using var host = await StartAsync(app => app.MapGet("/{color}", ViewAsync).RequireCaps("notes:view").ChecksInHandler("checks the loaded note"));

        Assert.Equal((200, "red"), await host.TextAsync("/red", GuardHost.Session("red")));
        Assert.Equal(404, await host.StatusAsync("/blue", GuardHost.Session("red")));
        Assert.Equal(200, await host.StatusAsync("/blue", GuardHost.Session("all")));
        Assert.Equal(404, await host.StatusAsync("/blue", GuardHost.Session("careful")));
        Assert.Equal(200, await host.StatusAsync("/red", GuardHost.Session("careful")));
        Assert.Equal(403, await host.StatusAsync("/red", GuardHost.Session("banned")));
        Assert.Equal(403, await host.StatusAsync("/red", GuardHost.Session("nobody")));
        Assert.Equal(401, await host.StatusAsync("/red", null));
    }

    [Fact]
    public async Task Every_other_capability_of_the_guard_must_still_be_permitted()
    {
        await using var host = await StartAsync(app =>
        {
            app.MapGet("/all", () => "in").RequireCaps("notes:view", "notes:purge").ChecksInHandler("in the test");
            app.MapGet("/both", () => "in").RequireCaps("notes:view", "notes:edit").ChecksInHandler("in the test");
            app.MapGet("/any", () => "in").RequireAnyCap("notes:purge", "notes:view").ChecksInHandler("in the test");
            app.MapGroup("/group").RequireCaps("notes:view").ChecksInHandler("in the test").MapGet("/purge", () => "in").RequireCaps("notes:purge");
        });

        Assert.Equal(("403 200 200 403", "200 200 200 200", "403 403 403 403", "403 403 403 403"), (await StatusesAsync("red"), await StatusesAsync("purger"), await StatusesAsync("banned"), await StatusesAsync("nobody")));

        async Task<string> StatusesAsync(string role) =>
            $"{await host.StatusAsync("/all", GuardHost.Session(role))} {await host.StatusAsync("/both", GuardHost.Session(role))} {await host.StatusAsync("/any", GuardHost.Session(role))} {await host.StatusAsync("/group/purge", GuardHost.Session(role))}";
    }

    [Fact]
    public async Task S03_a_later_policy_with_a_condition_closes_an_endpoint_that_nobody_marked()
    {
        await using var host = await GuardHost.StartAsync(app => app.MapGet("/", () => "in").RequireCaps("notes:view"), policy: Unmarked);
        host.Activate(Policy);

        var (status, problem) = await host.RefusalAsync("/", GuardHost.Session("red"));

        Assert.Equal((403, "needs_resource"), (status, problem.GetProperty("reason").GetString()));
        Assert.Equal(403, await host.StatusAsync("/", GuardHost.Session("careful")));
        Assert.Equal(200, await host.StatusAsync("/", GuardHost.Session("all")));
    }

    [Fact]
    public async Task A_handler_that_asks_the_framework_about_its_resource_is_not_let_through_by_its_own_mark()
    {
        await using var host = await StartAsync(app => app.MapGet("/{color}", async (string color, ClaimsPrincipal user, IAuthorizationService authorization) =>
            $"{(await authorization.AuthorizeAsync(user, color, "cks:notes:view")).Succeeded} {(await authorization.AuthorizeAsync(user, null, "cks:notes:view")).Succeeded}").RequireCaps("notes:view").ChecksInHandler("in the test"));

        Assert.Equal((200, "False False"), await host.TextAsync("/blue", GuardHost.Session("red")));
        Assert.Equal((200, "True True"), await host.TextAsync("/blue", GuardHost.Session("all")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_mark_without_a_reason_is_refused_where_it_is_written(string reason)
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        Assert.Throws<ArgumentException>(() => app.MapGet("/", () => "in").ChecksInHandler(reason));
        Assert.Throws<ArgumentNullException>(() => app.MapGet("/", () => "in").ChecksInHandler(null!));
    }
}
