using Cks.Rbac.AspNetCore.Tests.Guards;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Cks.Rbac.AspNetCore.Tests.Startup;

/// <summary>Endpoints that come after the start, or that the framework puts in place of the one that bears the rule.</summary>
public sealed class LateEndpointTests
{
    [Fact]
    public async Task An_action_that_a_fallback_leads_to_needs_its_own_rule_because_the_fallbacks_is_not_asked()
    {
        var findings = await GuardHost.FindingsAsync(
            app => app.MapFallbackToController("Show", "Unrouted").RequireCaps("notes:create"),
            b => b.Services.AddControllers().ConfigureApplicationPartManager(m => m.FeatureProviders.Add(new OnlyControllers(typeof(UnroutedController)))));

        Assert.StartsWith("CKS110 * ", Assert.Single(findings), StringComparison.Ordinal);
        Assert.Contains("UnroutedController.Show", findings[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_without_a_rule_that_comes_later_answers_nobody()
    {
        var later = new LaterEndpoints();
        await using var host = await GuardHost.StartAsync(app =>
        {
            app.MapGet("/early", () => "in").AllowAnonymous();
            ((IEndpointRouteBuilder)app).DataSources.Add(later);
        });
        Assert.Equal(404, await host.StatusAsync("/open", null));

        later.Add("/open");
        later.Add("/anonymous", new AllowAnonymousAttribute());
        later.Add("/guarded", new RequireCapsAttribute("notes:create"));

        Assert.Equal((401, 403), (await host.StatusAsync("/open", null), await host.StatusAsync("/open", GuardHost.Session("writer"))));
        Assert.Equal((200, 200), (await host.StatusAsync("/anonymous", null), await host.StatusAsync("/early", null)));
        Assert.Equal((401, 403, 200), (await host.StatusAsync("/guarded", null), await host.StatusAsync("/guarded", GuardHost.Session("reader")), await host.StatusAsync("/guarded", GuardHost.Session("writer"))));
    }

    [Fact]
    public async Task What_has_no_endpoint_or_only_one_that_refuses_a_method_is_answered_as_before()
    {
        await using var host = await GuardHost.StartAsync(app =>
        {
            app.MapGet("/notes", () => "in").RequireCaps("notes:view");
            app.Map("/branch", branch => branch.Run(context => context.Response.WriteAsync("branch")));
        });

        Assert.Equal((404, 405), (await host.StatusAsync("/nowhere", null), await host.StatusAsync("/notes", null, method: HttpMethod.Delete)));
        Assert.Equal((200, "branch"), await host.TextAsync("/branch", null));
    }

    private sealed class LaterEndpoints : EndpointDataSource
    {
        private List<Endpoint> _endpoints = [];
        private CancellationTokenSource _changed = new();

        public override IReadOnlyList<Endpoint> Endpoints => _endpoints;

        public override IChangeToken GetChangeToken() => new CancellationChangeToken(_changed.Token);

        public void Add(string path, params object[] metadata)
        {
            _endpoints = [.. _endpoints, new RouteEndpoint(context => context.Response.WriteAsync("in"), RoutePatternFactory.Parse(path), 0, new(metadata), path)];
            var before = _changed;
            _changed = new();
            before.Cancel();
        }
    }
}
