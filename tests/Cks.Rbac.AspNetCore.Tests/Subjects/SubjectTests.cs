using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using static Cks.Tests.HeaderAuthenticationHandler;

namespace Cks.Rbac.AspNetCore.Tests.Subjects;

public sealed class SubjectTests
{
    [Fact]
    public async Task The_subject_is_injected_and_its_decisions_are_those_of_the_guard()
    {
        await using var host = await GuardHost.StartAsync(app =>
        {
            app.MapGet("/guarded", (Subject me, Subject same, IPolicyDecisionPoint decisions) =>
                $"{me.Id} {me.Tenant} {string.Join(',', me.Roles)} {decisions.Check(me, CapabilityId.Of("notes:create")).IsPermitted} {ReferenceEquals(me, same)}").RequireCaps("notes:view");
            app.MapGet("/signed-in", (Subject me) => me.Id).RequireAuthorization();
            app.MapGet("/open", (Subject me) => $"[{me.Id}]{me.Roles.Count}").AllowAnonymous();
        });

        Assert.Equal((200, "ann main reader False True"), await host.TextAsync("/guarded", GuardHost.Session("reader")));
        Assert.Equal((200, "ann"), await host.TextAsync("/signed-in", GuardHost.Session()));
        Assert.Equal((200, "[]0"), await host.TextAsync("/open", null));
        Assert.Equal((200, "[ann]1"), await host.TextAsync("/open", GuardHost.Session("reader")));
    }

    [Theory]
    [InlineData("Cookies;ann;writer")]
    [InlineData("cksSession;ann;writer")]
    [InlineData("Bearer;ann;reader;writer")]
    public async Task S25_roles_of_a_foreign_principal_give_nothing(string foreign)
    {
        await using var host = await GuardHost.StartAsync(app =>
        {
            app.MapGet("/caps", () => "in").RequireCaps("notes:view");
            app.MapGet("/any", () => "in").RequireAnyCap("notes:view", "notes:create");
            app.MapGet("/roles", () => "in").RequireRoles("reader", "writer");
            app.MapGet("/me", (Subject me) => $"[{me.Id}][{me.Tenant}]{me.Roles.Count}").RequireAuthorization();
        });

        Assert.Equal((403, 403, 403), (await host.StatusAsync("/caps", foreign), await host.StatusAsync("/any", foreign), await host.StatusAsync("/roles", foreign)));
        Assert.Equal((200, "[][]0"), await host.TextAsync("/me", foreign));
    }

    [Fact]
    public async Task S25_two_sessions_at_once_give_nothing()
    {
        await using var host = await GuardHost.StartAsync(app =>
            app.MapGet("/", () => "in").RequireAuthorization(new AuthorizeAttribute("cks:notes:view") { AuthenticationSchemes = $"{First},{Second}" }));
        var (reader, writer) = (GuardHost.Session("reader"), GuardHost.Session("writer"));

        Assert.Equal((200, 200), (await host.StatusAsync("/", reader), await host.StatusAsync("/", null, writer)));
        Assert.Equal(403, await host.StatusAsync("/", reader, writer));
        Assert.Equal(403, await host.StatusAsync("/", reader, "Cookies;eve"));
    }

    [Fact]
    public async Task S25_who_passed_the_guard_is_who_the_handler_gets_whoever_asked_before()
    {
        await using var host = await GuardHost.StartAsync(app =>
        {
            app.Use((context, next) =>
            {
                context.Response.Headers["X-Before"] = context.RequestServices.GetRequiredService<Subject>().Id;
                return next(context);
            });
            app.UseAuthentication();
            app.Use((context, next) =>
            {
                context.Response.Headers["X-Between"] = context.RequestServices.GetRequiredService<Subject>().Id;
                return next(context);
            });
            app.UseAuthorization();
            app.MapGet("/", (Subject me) => $"{me.Id} {string.Join(',', me.Roles)}")
                .RequireAuthorization(new AuthorizeAttribute("cks:notes:create") { AuthenticationSchemes = Second });
        });

        using var response = await host.SendAsync("/", "CksSession;ann;reader", "CksSession;ben;writer");

        Assert.Equal("ben writer", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("", "ann"), (response.Headers.GetValues("X-Before").Single(), response.Headers.GetValues("X-Between").Single()));
    }

    [Fact]
    public async Task A_factory_of_the_application_may_live_as_long_as_the_request()
    {
        await using var host = await GuardHost.StartAsync(
            app => app.MapGet("/", (Subject me) => me.Id).RequireCaps("notes:create"),
            b => b.Services.AddScoped<ScopedSubjectFactory.Store>().AddScoped<ISubjectFactory, ScopedSubjectFactory>());

        Assert.Equal((200, "ann"), await host.TextAsync("/", "Cookies;ann"));
        Assert.Equal(403, await host.StatusAsync("/", "Cookies;eve;writer"));
    }

    [Fact]
    public async Task A_singleton_cannot_keep_a_subject_and_outside_of_a_request_nobody_acts()
    {
        await using var host = await GuardHost.StartAsync(_ => { });

        Assert.Throws<InvalidOperationException>(() => host.Services.GetRequiredService<Subject>());
        await using var scope = host.Services.CreateAsyncScope();
        var nobody = scope.ServiceProvider.GetRequiredService<Subject>();
        Assert.Equal(("", 0), (nobody.Id, nobody.Roles.Count));
    }

    [Fact]
    public async Task S25_an_identity_that_is_added_to_the_principal_later_is_seen()
    {
        await using var host = await GuardHost.StartAsync(app =>
        {
            app.UseAuthentication();
            app.Use((context, next) =>
            {
                var before = context.RequestServices.GetRequiredService<Subject>().Id;
                context.User.AddIdentity(new([new(Core.CksClaimTypes.Subject, "eve")], "Cookies"));
                context.Response.Headers["X-Ids"] = $"{before},{context.RequestServices.GetRequiredService<Subject>().Id}";
                return next(context);
            });
            app.UseAuthorization();
            app.MapGet("/", () => "in").RequireCaps("notes:view");
        });

        using var response = await host.SendAsync("/", GuardHost.Session("reader"));

        Assert.Equal((403, "ann,"), ((int)response.StatusCode, response.Headers.GetValues("X-Ids").Single()));
    }

    [Fact]
    public async Task S10_a_component_of_a_circuit_gets_the_subject_of_its_own_moment()
    {
        // A circuit's services live as long as its connection, whose endpoint says what it is.
        var circuit = Type.GetType("Microsoft.AspNetCore.Components.Server.ComponentHub, Microsoft.AspNetCore.Components.Server", throwOnError: true)!;
        GuardHost host = null!;
        host = await GuardHost.StartAsync(app => app.MapGet("/", (HttpContext context, IPolicyDecisionPoint decisions) =>
        {
            var before = decisions.Check(context.RequestServices.GetRequiredService<Subject>(), CapabilityId.Of("notes:view"));
            host.Activate("""{ "version": 1, "resources": { "notes": { "actions": ["view"] } }, "roles": { "reader": {} } }""");
            return $"{before.IsPermitted} {decisions.Check(context.RequestServices.GetRequiredService<Subject>(), CapabilityId.Of("notes:view")).IsPermitted}";
        }).RequireCaps("notes:view").WithMetadata(new HubMetadata(circuit)));
        await using var running = host;

        Assert.Equal((200, "True False"), await host.TextAsync("/", GuardHost.Session("reader")));
    }

    [Fact]
    public async Task Parallel_requests_never_mix_subjects()
    {
        await using var host = await GuardHost.StartAsync(app => app.MapGet("/", async (Subject me, IPolicyDecisionPoint decisions) =>
        {
            await Task.Yield();
            return $"{me.Id} {decisions.Check(me, CapabilityId.Of("notes:create")).IsPermitted}";
        }).RequireCaps("notes:view"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var role = (i % 3) switch { 0 => "reader", 1 => "writer", _ => "nobody" };
            var (status, body) = await host.TextAsync("/", $"CksSession;user{i};{role}");
            return (Expected: role == "nobody" ? (403, "") : (200, $"user{i} {role == "writer"}"), Actual: (status, status == 200 ? body : ""));
        }));

        Assert.All(answers, a => Assert.Equal(a.Expected, a.Actual));
    }
}
