using Cks.Rbac;
using Cks.Rbac.AspNetCore;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Cks.Rbac in ASP.NET Core.</summary>
public static class CksRbacAspNetCoreServiceCollectionExtensions
{
    /// <summary>
    /// Adds guards (<c>RequireCaps</c>, <c>RequireRoles</c>, policy names <c>cks:...</c>), the <see cref="Subject"/> of the request, refusals that say why, and the start-up audit. Needs
    /// <c>AddCksRbac()</c> for the policy; works with any authentication scheme.
    /// </summary>
    public static IServiceCollection AddCksGuards(this IServiceCollection services)
    {
        services.AddAuthorization();
        services.AddHttpContextAccessor();
        services.TryAddEnumerable(ServiceDescriptor.Scoped<IAuthorizationHandler, GuardHandler>());
        services.Replace(ServiceDescriptor.Singleton<IAuthorizationPolicyProvider, GuardPolicyProvider>());
        services.Replace(ServiceDescriptor.Singleton<IAuthorizationMiddlewareResultHandler, GuardResultHandler>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, EndpointAudit>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, ResponseAudit>());
        services.TryAddSingleton<ResponseShapes>();
        services.TryAddScoped<SubjectAccessor>();
        services.TryAddTransient(s => s.GetRequiredService<SubjectAccessor>().Subject);
        return services;
    }
}
