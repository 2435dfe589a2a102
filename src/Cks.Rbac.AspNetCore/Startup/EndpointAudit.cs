using Cks.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
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
    SnapshotStore<Policy> policies, IAuthorizationPolicyProvider provider, IHostEnvironment host, IServiceProviderIsService services, ResourceMaps maps, ShadowMode shadow,
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
        var endpoints = mapped.Where(_rules.NeedsRule).Select(EndpointGuards.Of).ToArray();
        foreach (var endpoint in endpoints)
            Check(endpoint, policy, findings);
        CheckEvaluator(app.ApplicationServices, endpoints, findings);
        CheckHubs(endpoints, policy, findings);
        shadow.Start(findings);
        EndpointReport.Publish(() => new(host, policy, provider, endpoints, mapped.Where(e => !_rules.NeedsRule(e)).Select(e => (EndpointGuards.Of(e).Place, _rules.WhyNone(e)!)), findings));
        findings.ThrowIfErrors();
        _swaps?.Dispose();
        _swaps = policies.Subscribe(change => CheckAgain(endpoints, change.New.Value));
    };

    public void Dispose() => _swaps?.Dispose();

    // What a new policy makes of the endpoints that are there: nothing that was open stays open, so this only says which answer 403 from now on, and why.
    private void CheckAgain(EndpointGuards[] endpoints, Policy policy)
    {
        var findings = new DiagnosticBag();
        foreach (var endpoint in endpoints)
            CheckNames(endpoint, policy, findings);
        CheckHubs(endpoints, policy, findings);
        foreach (var finding in findings)
            GuardLog.Closed(log, finding.ToString());
    }

    private void CheckHubs(EndpointGuards[] endpoints, Policy policy, DiagnosticBag findings)
    {
        foreach (var hub in endpoints.Where(e => e.Hub is not null).GroupBy(e => e.Hub!))
            CheckMethods(hub.Key, hub.All(e => e.ChecksInHandler is not null), policy, findings);
    }

    private void Check(EndpointGuards endpoint, Policy policy, DiagnosticBag findings)
    {
        var where = SourceLocation.Whole(endpoint.Place);
        if (endpoint.IsWithoutRule)
            findings.Add(CksCodes.UnguardedEndpoint, where, "The endpoint has no rule.", "Add .RequireCaps(...) or .AllowAnonymous().");
        // A plain [Authorize] on a group may have exceptions; a rule that names what it wants may not.
        if (endpoint.IsAnonymous && (endpoint.Policies.Count > 0 || endpoint.Rules.Any(r => r.Policy is not null || r.Roles is not null)))
            findings.Add(CksCodes.AnonymousBesideGuard, where, "AllowAnonymous switches the guard beside it off.", "Take one of the two out.");
        CheckNames(endpoint, policy, findings);
        CheckResource(endpoint, where, findings);
    }

    private void CheckNames(EndpointGuards endpoint, Policy policy, DiagnosticBag findings)
    {
        var guarded = endpoint.Hub is null && endpoint.Resources.Count > 0 ? endpoint.Resources[^1] : null;
        foreach (var name in endpoint.PolicyNames)
            CheckName(name, SourceLocation.Whole(endpoint.Place), endpoint.ChecksInHandler is not null, guarded, policy, findings);
    }

    private void CheckResource(EndpointGuards endpoint, SourceLocation where, DiagnosticBag findings)
    {
        var all = endpoint.Resources;
        if (all.Count == 0)
            return;
        var (guarded, name) = (all[^1], $"OnResource<{all[^1].Type.Name}>");
        if (all.Count > 1)
            findings.Add(CksCodes.InvalidSetting, where, "The endpoint is about several resources, and only one is loaded.", "Keep one OnResource and check the others in the handler.");
        if (endpoint.Hub is not null)
            findings.Add(CksCodes.InvalidSetting, where, $"{name} on a hub would be checked for the connection and not for its messages.", "Check in the methods, and say .ChecksInHandler(...).");
        if (!endpoint.PolicyNames.Any(policy => GuardName.IsGuard(policy) && GuardName.Parse(policy) is CapabilityRequirement))
            findings.Add(CksCodes.UnguardedEndpoint, where, $"{name} has no capability that it could be checked for.", "Add .RequireCaps(...).");
        if (endpoint.Endpoint is RouteEndpoint routed && routed.RoutePattern.GetParameter(guarded.RouteValue) is null)
            findings.Add(CksCodes.InvalidSetting, where, $"The route has no value \"{guarded.RouteValue}\" for {name}.", "Name a value of the route.");
        if (RequestBound.Parameter(endpoint.Endpoint!, guarded.Type) is { } bound)
            findings.Add(CksCodes.InvalidSetting, where, $"\"{bound}\" is made from the request, and is not the {guarded.Type.Name} that {name} checks.", "Mark it [FromServices], or give what the request brings a type of its own.");
        if (!guarded.HasLoader(services))
            findings.Add(CksCodes.InvalidSetting, where, $"Nobody loads the resource of {name}.", $"Register services.AddCksResource<{guarded.Type.Name}, ...>().");
    }

    private void CheckEvaluator(IServiceProvider services, EndpointGuards[] endpoints, DiagnosticBag findings)
    {
        var first = Array.Find(endpoints, e => e.Resources.Count > 0);
        if (first is null && !shadow.IsWanted)
            return;
        using var scope = services.CreateScope();
        if (scope.ServiceProvider.GetRequiredService<IPolicyEvaluator>() is not (var evaluator and not GuardPolicyEvaluator))
            return;
        if (shadow.IsWanted)
            findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole("AddCksGuards"), $"Enforcement is Shadow, and the IPolicyEvaluator {evaluator.GetType().Name} would enforce the guards.", "Take it out, or set Enforce.");
        if (first is not null)
            findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole(first.Place), $"The IPolicyEvaluator {evaluator.GetType().Name} would run the endpoint without its OnResource.", "Take it out, or check in the handler.");
    }

    private void CheckMethods(Type hub, bool checksInHandler, Policy policy, DiagnosticBag findings)
    {
        foreach (var method in EndpointGuards.OfMethods(hub))
        {
            foreach (var name in method.PolicyNames)
                CheckName(name, SourceLocation.Whole(method.Place), checksInHandler, null, policy, findings);
            if (method.Resources is [var guarded, ..])
                findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole(method.Place), $"Nobody loads OnResource<{guarded.Type.Name}> for a message of a hub.", "Check in the method, and say .ChecksInHandler(...).");
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
}
