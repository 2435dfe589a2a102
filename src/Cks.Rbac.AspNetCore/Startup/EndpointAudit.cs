using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Cks.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// Looks at every endpoint while the pipeline is built, before the host listens: each has a rule or says AllowAnonymous, never both, every policy name is
/// answered, and a capability that depends on the resource is checked by somebody. Otherwise the host does not start. The files of the build need no rule. An endpoint that comes later without one answers nobody. A later policy under which that is no longer so
/// is used all the same, because what nobody checks is refused; each such endpoint is logged.
/// </summary>
internal sealed class EndpointAudit(
    SnapshotStore<Policy> policies, IAuthorizationPolicyProvider provider, IHostEnvironment host, IServiceProviderIsService services, ResourceMaps maps,
    ILogger<EndpointAudit> log) : IStartupFilter, IDisposable
{
    private readonly EndpointRules _rules = new();
    private IDisposable? _swaps;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(inner => context =>
        {
            context.Features.Set<IEndpointFeature>(new RoutedEndpoint(context, _rules));
            return inner(context);
        });
        next(app);
        var findings = new DiagnosticBag();
        var policy = policies.Current.Value;
        if (app.ApplicationServices.GetRequiredService<IOptions<RouteOptions>>().Value.SuppressCheckForUnhandledSecurityMetadata)
            findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole("RouteOptions"), "SuppressCheckForUnhandledSecurityMetadata lets a guarded endpoint run without its guard.", "Take it out.");
        var mapped = app.ApplicationServices.GetRequiredService<EndpointDataSource>().Endpoints;
        _rules.Learn(mapped, host.IsDevelopment());
        var endpoints = mapped.Where(_rules.NeedsRule).ToArray();
        foreach (var endpoint in endpoints)
            Check(endpoint, policy, findings);
        CheckEvaluator(app.ApplicationServices, endpoints, findings);
        CheckHubs(endpoints, policy, findings);
        findings.ThrowIfErrors();
        _swaps?.Dispose();
        _swaps = policies.Subscribe(change => CheckAgain(endpoints, change.New.Value));
    };

    public void Dispose() => _swaps?.Dispose();

    // What a new policy makes of the endpoints that are there: nothing that was open stays open, so this only says which answer 403 from now on, and why.
    private void CheckAgain(Endpoint[] endpoints, Policy policy)
    {
        var findings = new DiagnosticBag();
        foreach (var endpoint in endpoints)
            CheckNames(endpoint, policy, findings);
        CheckHubs(endpoints, policy, findings);
        foreach (var finding in findings)
            GuardLog.Closed(log, finding.ToString());
    }

    private void CheckHubs(Endpoint[] endpoints, Policy policy, DiagnosticBag findings)
    {
        foreach (var hub in endpoints.Where(e => e.Metadata.GetMetadata<HubMetadata>() is not null).GroupBy(e => e.Metadata.GetMetadata<HubMetadata>()!.HubType))
            CheckMethods(hub.Key, hub.All(ChecksInHandler), policy, findings);
    }

    private void Check(Endpoint endpoint, Policy policy, DiagnosticBag findings)
    {
        var where = SourceLocation.Whole(Describe(endpoint));
        var rules = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
        var anonymous = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        if (EndpointRules.IsWithoutRule(endpoint))
            findings.Add(CksCodes.UnguardedEndpoint, where, "The endpoint has no rule.", "Add .RequireCaps(...) or .AllowAnonymous().");
        // A plain [Authorize] on a group may have exceptions; a rule that names what it wants may not.
        if (anonymous && (endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is not null || rules.Any(r => r.Policy is not null || r.Roles is not null)))
            findings.Add(CksCodes.AnonymousBesideGuard, where, "AllowAnonymous switches the guard beside it off.", "Take one of the two out.");
        CheckNames(endpoint, policy, findings);
        CheckResource(endpoint, where, findings);
    }

    private void CheckNames(Endpoint endpoint, Policy policy, DiagnosticBag findings)
    {
        var guarded = endpoint.Metadata.GetMetadata<HubMetadata>() is null ? endpoint.Metadata.GetMetadata<IGuardedResource>() : null;
        foreach (var name in endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(r => r.Policy).OfType<string>())
            CheckName(name, SourceLocation.Whole(Describe(endpoint)), ChecksInHandler(endpoint), guarded, policy, findings);
    }

    private void CheckResource(Endpoint endpoint, SourceLocation where, DiagnosticBag findings)
    {
        var all = endpoint.Metadata.GetOrderedMetadata<IGuardedResource>();
        if (all.Count == 0)
            return;
        var (guarded, name) = (all[^1], $"OnResource<{all[^1].Type.Name}>");
        if (all.Count > 1)
            findings.Add(CksCodes.InvalidSetting, where, "The endpoint is about several resources, and only one is loaded.", "Keep one OnResource and check the others in the handler.");
        if (endpoint.Metadata.GetMetadata<HubMetadata>() is not null)
            findings.Add(CksCodes.InvalidSetting, where, $"{name} on a hub would be checked for the connection and not for its messages.", "Check in the methods, and say .ChecksInHandler(...).");
        if (!endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(r => r.Policy is { } policy && GuardName.IsGuard(policy) && GuardName.Parse(policy) is CapabilityRequirement))
            findings.Add(CksCodes.UnguardedEndpoint, where, $"{name} has no capability that it could be checked for.", "Add .RequireCaps(...).");
        if (endpoint is RouteEndpoint routed && routed.RoutePattern.GetParameter(guarded.RouteValue) is null)
            findings.Add(CksCodes.InvalidSetting, where, $"The route has no value \"{guarded.RouteValue}\" for {name}.", "Name a value of the route.");
        if (RequestBound.Parameter(endpoint, guarded.Type) is { } bound)
            findings.Add(CksCodes.InvalidSetting, where, $"\"{bound}\" is made from the request, and is not the {guarded.Type.Name} that {name} checks.", "Mark it [FromServices], or give what the request brings a type of its own.");
        if (!guarded.HasLoader(services))
            findings.Add(CksCodes.InvalidSetting, where, $"Nobody loads the resource of {name}.", $"Register services.AddCksResource<{guarded.Type.Name}, ...>().");
    }

    private static void CheckEvaluator(IServiceProvider services, Endpoint[] endpoints, DiagnosticBag findings)
    {
        if (Array.Find(endpoints, e => e.Metadata.GetMetadata<IGuardedResource>() is not null) is not { } first)
            return;
        using var scope = services.CreateScope();
        if (scope.ServiceProvider.GetRequiredService<IPolicyEvaluator>() is var evaluator and not GuardPolicyEvaluator)
            findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole(Describe(first)), $"The IPolicyEvaluator {evaluator.GetType().Name} would run the endpoint without its OnResource.", "Take it out, or check in the handler.");
    }

    // The endpoint carries the rules of the hub; those of its methods the framework reads when they are called.
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "MapHub<THub> demands the public methods of its hub, so a trimmed application has them.")]
    private void CheckMethods(Type hub, bool checksInHandler, Policy policy, DiagnosticBag findings)
    {
        foreach (var method in hub.GetMethods())
        {
            foreach (var name in method.GetCustomAttributes<AuthorizeAttribute>(inherit: true).Select(r => r.Policy).OfType<string>())
                CheckName(name, SourceLocation.Whole($"{hub.Name}.{method.Name}"), checksInHandler, null, policy, findings);
            if (method.GetCustomAttributes(inherit: true).OfType<IGuardedResource>().FirstOrDefault() is { } guarded)
                findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole($"{hub.Name}.{method.Name}"), $"Nobody loads OnResource<{guarded.Type.Name}> for a message of a hub.", "Check in the method, and say .ChecksInHandler(...).");
        }
    }

    private void CheckName(string name, SourceLocation where, bool checksInHandler, IGuardedResource? guarded, Policy policy, DiagnosticBag findings)
    {
        var answer = provider.GetPolicyAsync(name).GetAwaiter().GetResult();
        if (answer is null)
            findings.Add(CksCodes.UnknownPolicyName, where, $"Nobody answers the authorization policy \"{name}\".", "Register it with AddAuthorization, or use RequireCaps.");
        else if (GuardName.IsGuard(name) && !answer.Requirements.OfType<GuardRequirement>().Any())
            findings.Add(CksCodes.UnknownPolicyName, where, $"The authorization policy \"{name}\" is answered by {provider.GetType().Name} and is no guard.", "Register AddCksGuards() after it.");
        if (!GuardName.IsGuard(name))
            return;
        if (GuardName.Parse(name) is CapabilityRequirement { Capabilities: var capabilities })
        {
            foreach (var capability in capabilities.Where(c => !policy.Declares(c)))
                findings.AddUnknown(CksCodes.UnknownCapability, where, $"The policy declares no capability \"{capability}\".", capability.Name, [.. policy.Capabilities.Select(c => c.Name)]);
            foreach (var capability in capabilities.Where(c => (guarded is not null || !checksInHandler) && policy.IsConditional(c)))
                CheckConditional(capability, where, guarded, findings);
        }
        else if (GuardName.Parse(name) is RoleRequirement { Roles: var roles })
        {
            foreach (var role in roles.Except(policy.Roles))
                findings.AddUnknown(CksCodes.UnknownRole, where, $"The policy declares no role \"{role}\".", role, [.. policy.Roles]);
        }
    }

    private void CheckConditional(CapabilityId capability, SourceLocation where, IGuardedResource? guarded, DiagnosticBag findings)
    {
        if (guarded is null)
            findings.Add(CksCodes.UnguardedEndpoint, where, $"\"{capability}\" depends on the resource, and nothing says who checks that.", "Add .ChecksInHandler(\"where it is checked\").");
        else if (!maps.ResourcesOf(guarded.Type).Contains(capability.Resource))
            findings.Add(CksCodes.UnguardedEndpoint, where, $"\"{capability}\" depends on another resource than {guarded.Type.Name}.", $"Map it with MapResource<{guarded.Type.Name}>(\"{capability.Resource}\", ...), or check in the handler.");
    }

    private static bool ChecksInHandler(Endpoint endpoint) => endpoint.Metadata.GetMetadata<ChecksInHandlerMetadata>() is not null;

    private static string Describe(Endpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
        return $"{(methods is { Count: > 0 } ? string.Join(',', methods) : "*")} {(endpoint is RouteEndpoint routed ? routed.RoutePattern.RawText : endpoint.DisplayName)}";
    }
}
