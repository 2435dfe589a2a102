using Cks.Rbac;
using Cks.Rbac.AspNetCore;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Cks.Rbac in ASP.NET Core.</summary>
public static class CksRbacAspNetCoreServiceCollectionExtensions
{
    /// <summary>
    /// Adds guards (<c>RequireCaps</c>, <c>RequireRoles</c>, policy names <c>cks:...</c>), the scoped <see cref="Subject"/>, refusals that say why, and the start-up audit. Needs
    /// <c>AddCksRbac()</c> for the policy; works with any authentication scheme.
    /// </summary>
    public static IServiceCollection AddCksGuards(this IServiceCollection services)
    {
        services.AddAuthorization();
        services.AddHttpContextAccessor();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, GuardHandler>());
        services.Replace(ServiceDescriptor.Singleton<IAuthorizationPolicyProvider, GuardPolicyProvider>());
        services.Replace(ServiceDescriptor.Singleton<IAuthorizationMiddlewareResultHandler, GuardResultHandler>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, EndpointAudit>());
        services.TryAddScoped(SubjectOfRequest);
        return services;
    }

    // A guarded request has its subject already; elsewhere it is made here. Outside of any request nobody acts.
    private static Subject SubjectOfRequest(IServiceProvider services)
    {
        if (services.GetRequiredService<IHttpContextAccessor>().HttpContext is not { } context)
            return Subject.Nobody;
        return SubjectFeature.Find(context) ?? SubjectFeature.GetAsync(context, services.GetRequiredService<ISubjectFactory>()).AsTask().GetAwaiter().GetResult();
    }
}
