using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Cks.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// Looks at every endpoint while the pipeline is built, before the host listens: each has a rule or says AllowAnonymous, never both, every policy name is
/// answered, and a capability that depends on the resource is checked by somebody. Otherwise the host does not start. The files of the build need no rule.
/// </summary>
internal sealed class EndpointAudit(SnapshotStore<Policy> policies, IAuthorizationPolicyProvider provider, IHostEnvironment host) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        var findings = new DiagnosticBag();
        if (app.ApplicationServices.GetRequiredService<IOptions<RouteOptions>>().Value.SuppressCheckForUnhandledSecurityMetadata)
            findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole("RouteOptions"), "SuppressCheckForUnhandledSecurityMetadata lets a guarded endpoint run without its guard.", "Take it out.");
        var endpoints = app.ApplicationServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToArray();
        var hasFallback = host.IsDevelopment() && endpoints.Any(StaticAssets.IsAsset);
        foreach (var endpoint in endpoints.Where(e => !StaticAssets.IsAsset(e) && !(hasFallback && StaticAssets.IsDevelopmentFallback(e))))
            Check(endpoint, findings);
        foreach (var hub in endpoints.Where(e => e.Metadata.GetMetadata<HubMetadata>() is not null).GroupBy(e => e.Metadata.GetMetadata<HubMetadata>()!.HubType))
            CheckMethods(hub.Key, hub.All(ChecksInHandler), findings);
        findings.ThrowIfErrors();
    };

    private void Check(RouteEndpoint endpoint, DiagnosticBag findings)
    {
        var where = SourceLocation.Whole(Describe(endpoint));
        var rules = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
        var anonymous = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        if (rules.Count == 0 && !anonymous && endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is null)
            findings.Add(CksCodes.UnguardedEndpoint, where, "The endpoint has no rule.", "Add .RequireCaps(...) or .AllowAnonymous().");
        // A plain [Authorize] on a group may have exceptions; a rule that names what it wants may not.
        if (anonymous && (endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is not null || rules.Any(r => r.Policy is not null || r.Roles is not null)))
            findings.Add(CksCodes.AnonymousBesideGuard, where, "AllowAnonymous switches the guard beside it off.", "Take one of the two out.");
        foreach (var name in rules.Select(r => r.Policy).OfType<string>())
            CheckName(name, where, ChecksInHandler(endpoint), findings);
    }

    // The endpoint carries the rules of the hub; those of its methods the framework reads when they are called.
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "MapHub<THub> demands the public methods of its hub, so a trimmed application has them.")]
    private void CheckMethods(Type hub, bool checksInHandler, DiagnosticBag findings)
    {
        foreach (var method in hub.GetMethods())
        {
            foreach (var name in method.GetCustomAttributes<AuthorizeAttribute>(inherit: true).Select(r => r.Policy).OfType<string>())
                CheckName(name, SourceLocation.Whole($"{hub.Name}.{method.Name}"), checksInHandler, findings);
        }
    }

    private void CheckName(string name, SourceLocation where, bool checksInHandler, DiagnosticBag findings)
    {
        if (provider.GetPolicyAsync(name).GetAwaiter().GetResult() is null)
            findings.Add(CksCodes.UnknownPolicyName, where, $"Nobody answers the authorization policy \"{name}\".", "Register it with AddAuthorization, or use RequireCaps.");
        if (!GuardName.IsGuard(name))
            return;
        var policy = policies.Current.Value;
        if (GuardName.Parse(name) is CapabilityRequirement { Capabilities: var capabilities })
        {
            foreach (var capability in capabilities.Where(c => !policy.Declares(c)))
                findings.AddUnknown(CksCodes.UnknownCapability, where, $"The policy declares no capability \"{capability}\".", capability.Name, [.. policy.Capabilities.Select(c => c.Name)]);
            foreach (var capability in capabilities.Where(c => !checksInHandler && policy.IsConditional(c)))
                findings.Add(CksCodes.UnguardedEndpoint, where, $"\"{capability}\" depends on the resource, and nothing says who checks that.", "Add .ChecksInHandler(\"where it is checked\").");
        }
        else if (GuardName.Parse(name) is RoleRequirement { Roles: var roles })
        {
            foreach (var role in roles.Except(policy.Roles))
                findings.AddUnknown(CksCodes.UnknownRole, where, $"The policy declares no role \"{role}\".", role, [.. policy.Roles]);
        }
    }

    private static bool ChecksInHandler(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<ChecksInHandlerMetadata>() is not null;

    private static string Describe(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
        return $"{(methods is { Count: > 0 } ? string.Join(',', methods) : "*")} {endpoint.RoutePattern.RawText}";
    }
}
