using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using static Cks.Tests.HeaderAuthenticationHandler;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

/// <summary>Guards beside the framework's other means: schemes and roles on the attribute, plain rules, a stronger default.</summary>
public sealed class SchemesTests
{
    private static readonly string Conditional = GuardHost.DefaultPolicy
        .Replace("\"purge\"] }", "\"purge\"], \"attributes\": [\"color\"] }", StringComparison.Ordinal)
        .Replace("\"id\": \"write\",", "\"id\": \"write\", \"when\": { \"color\": \"red\" },", StringComparison.Ordinal);

    [Fact]
    public async Task A_scheme_on_the_guard_itself_takes_nobody_of_another_scheme()
    {
        await using var host = await GuardHost.StartAsync(app =>
        {
            app.MapGet("/second", [RequireCaps("notes:create", AuthenticationSchemes = Second)] () => "in");
            app.MapGet("/mixed", [RequireCaps("notes:create")][Authorize(AuthenticationSchemes = Second)] () => "in");
        });
        var (writer, reader) = (GuardHost.Session("writer"), GuardHost.Session("reader"));

        foreach (var path in (string[])["/second", "/mixed"])
        {
            Assert.Equal((401, 200, 403), (await host.StatusAsync(path, writer), await host.StatusAsync(path, null, writer), await host.StatusAsync(path, writer, reader)));
            Assert.Equal((401, 200), (await host.StatusAsync(path, null), await host.StatusAsync(path, reader, writer)));
        }
    }

    [Fact]
    public async Task Roles_and_plain_rules_beside_a_guard_hold_as_well()
    {
        await using var host = await GuardHost.StartAsync(
            app =>
            {
                app.MapGet("/role", [RequireCaps("notes:create", Roles = "owner")] () => "in");
                app.MapGet("/plain", [RequireCaps("notes:create")][Authorize] () => "in");
                app.MapGet("/order", [Authorize][RequireCaps("notes:create")] () => "in");
            },
            b => b.Services.Configure<AuthorizationOptions>(o =>
            {
                o.InvokeHandlersAfterFailure = false;
                o.DefaultPolicy = new AuthorizationPolicyBuilder().RequireAssertion(c => c.User.IsInRole("owner")).Build();
                o.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(_ => true).Build();
            }));

        foreach (var path in (string[])["/role", "/plain", "/order"])
        {
            Assert.Equal((403, 403, 200), (await host.StatusAsync(path, GuardHost.Session("writer")), await host.StatusAsync(path, GuardHost.Session("owner")), await host.StatusAsync(path, GuardHost.Session("writer", "owner"))));
            Assert.Equal(401, await host.StatusAsync(path, null));
        }
    }

    [Fact]
    public async Task S03_a_handler_that_asks_about_the_request_itself_is_not_let_through_by_its_own_mark()
    {
        foreach (var add in (Action<IServiceCollection>[])[_ => { }, s => s.AddSingleton<IAuthorizationHandler, IndifferentHandler>()])
        {
            await using var host = await GuardHost.StartAsync(
                app => app.MapGet("/", async (HttpContext context, IAuthorizationService authorization) =>
                    $"{(await authorization.AuthorizeAsync(context.User, context, "cks:notes:create")).Succeeded}").RequireCaps("notes:create").ChecksInHandler("in the test"),
                b => add(b.Services),
                Conditional);

            Assert.Equal((200, "False"), await host.TextAsync("/", GuardHost.Session("writer")));
            Assert.Equal(403, await host.StatusAsync("/", GuardHost.Session("reader")));
        }
    }

    [Fact]
    public async Task S03_an_evaluator_of_the_application_lets_pass_what_the_handler_checks()
    {
        await using var host = await GuardHost.StartAsync(
            app => app.MapGet("/", () => "in").RequireCaps("notes:create").ChecksInHandler("in the test"),
            b => b.Services.AddTransient<IPolicyEvaluator, PolicyEvaluator>(),
            Conditional);

        Assert.Equal((200, 403, 401), (await host.StatusAsync("/", GuardHost.Session("writer")), await host.StatusAsync("/", GuardHost.Session("reader")), await host.StatusAsync("/", null)));
    }

    private sealed class IndifferentHandler : IAuthorizationHandler
    {
        public Task HandleAsync(AuthorizationHandlerContext context) => Task.CompletedTask;
    }
}
