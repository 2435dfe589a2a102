using System.Security.Claims;
using Cks.Core;
using Cks.Rbac;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Benchmarks;

/// <summary>
/// What a guard adds to a request: the built pipeline of guarded endpoints less that of one that needs none, against the framework's RequireAuthorization with a policy that requires one of the roles which the
/// document permits, less the same. Only requests that pass: a refusal of ours has a body, the framework's has none.
/// </summary>
internal static class GuardCase
{
    public static RatioCase Create(List<IAsyncDisposable> opened)
    {
        var (ours, oursOpen) = Build(opened, (services, _) => services.AddCksGuards(), (endpoint, capability) => endpoint.RequireCaps(capability.Name));
        var (peer, peerOpen) = Build(
            opened,
            (services, byRole) => services.AddAuthorization(o =>
            {
                foreach (var capability in byRole.SelectMany(r => r.Value).Distinct())
                    o.AddPolicy(capability.Name, p => p.RequireRole(byRole.Where(r => r.Value.Contains(capability)).Select(r => r.Key)));
            }),
            (endpoint, capability) => endpoint.RequireAuthorization(capability.Name));
        var inputs = Inputs();
        return RatioCase.Difference("guard", inputs, Run(ours), Run(oursOpen), Run(peer), Run(peerOpen));
    }

    private static Func<Input, ValueTask<int>> Run(Host host) => input =>
    {
        var context = new DefaultHttpContext { RequestServices = host.Scope, User = input.Principal };
        context.SetEndpoint(host.Endpoints[input.Capability]);
        var running = host.Pipeline(context);
        return running.IsCompletedSuccessfully ? new(context.Response.StatusCode) : WaitAsync(running, context);
    };

    private static async ValueTask<int> WaitAsync(Task running, HttpContext context)
    {
        await running;
        return context.Response.StatusCode;
    }

    private static (Host Guarded, Host Open) Build(
        List<IAsyncDisposable> opened, Action<IServiceCollection, Dictionary<string, HashSet<CapabilityId>>> guards, Action<IEndpointConventionBuilder, CapabilityId> guard)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddAuthentication();
        builder.Services.AddCksRbac().AddPolicy("generated.rbac.json", GeneratedPolicy.Create());
        guards(builder.Services, ByRole());
        var app = builder.Build();
        opened.Add(app);
        var scope = app.Services.CreateAsyncScope();
        opened.Insert(0, scope);
        var policy = app.Services.GetRequiredService<SnapshotStore<Policy>>().Current.Value;
        Task Answer(HttpContext context)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        foreach (var capability in policy.Capabilities)
        {
            guard(app.MapGet($"/guarded/{capability}", Answer), capability);
            app.MapGet($"/open/{capability}", Answer);
        }

        var pipeline = ((IApplicationBuilder)app).New();
        // The endpoint is chosen already: routing is no part of what is compared.
        pipeline.UseAuthorization();
        pipeline.Run(context => context.GetEndpoint()!.RequestDelegate!(context));
        var built = pipeline.Build();
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>().ToArray();
        Host Of(string path) => new(built, scope.ServiceProvider, policy.Capabilities.ToDictionary(c => c, c => (Endpoint)endpoints.Single(e => e.RoutePattern.RawText == $"/{path}/{c}")));
        return (Of("guarded"), Of("open"));
    }

    private static Dictionary<string, HashSet<CapabilityId>> ByRole()
    {
        var services = new ServiceCollection();
        services.AddCksRbac().AddPolicy("generated.rbac.json", GeneratedPolicy.Create());
        using var provider = services.BuildServiceProvider();
        var decisions = provider.GetRequiredService<PolicyDecisionPoint>();
        return GeneratedPolicy.Roles.ToDictionary(r => r, r => decisions.WhatCan(new("", TenantId.Parse("main"), [r])).ToHashSet());
    }

    private static List<Input> Inputs()
    {
        var (random, byRole, inputs) = (new Random(1), ByRole(), new List<Input>());
        for (var n = 0; n < 2 * RatioCase.FewestInputs; n++)
        {
            var (role, permitted) = byRole.ElementAt(random.Next(byRole.Count));
            inputs.Add(new(PrincipalOf(n, role), random.GetItems([.. permitted], 1)[0]));
        }

        return inputs;
    }

    private static ClaimsPrincipal PrincipalOf(int number, string role) => new(new ClaimsIdentity(
        [
            new(CksClaimTypes.Issuer, "https://login.example"), new(CksClaimTypes.Subject, $"user-{number}"), new("sid", $"session-{number}"), new(CksClaimTypes.Tenant, "main"),
            new(CksClaimTypes.Name, $"User {number}"), new(CksClaimTypes.Role, role),
        ],
        CksClaimTypes.SessionIdentity,
        CksClaimTypes.Name,
        CksClaimTypes.Role));

    private sealed record Host(RequestDelegate Pipeline, IServiceProvider Scope, Dictionary<CapabilityId, Endpoint> Endpoints);

    private sealed record Input(ClaimsPrincipal Principal, CapabilityId Capability);
}
