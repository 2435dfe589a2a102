using System.Diagnostics.CodeAnalysis;
using Cks.Rbac;
using Cks.Rbac.AspNetCore;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
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
        services.TryAddSingleton<PermittingRoles>();
        services.Replace(ServiceDescriptor.Singleton<IAuthorizationMiddlewareResultHandler, GuardResultHandler>());
        services.TryAddSingleton(_ => new GuardShortcut(services));
        // An evaluator that the application brought along stays; the audit refuses what it would leave unchecked.
        if (services.All(s => s.ServiceType != typeof(IPolicyEvaluator) || s.ImplementationType == typeof(PolicyEvaluator)))
            services.Replace(ServiceDescriptor.Singleton<IPolicyEvaluator, GuardPolicyEvaluator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, EndpointAudit>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, ResponseAudit>());
        services.TryAddSingleton<ResponseShapes>();
        services.TryAddScoped<SubjectAccessor>();
        services.TryAddTransient(s => s.GetRequiredService<SubjectAccessor>().Subject);
        return services;
    }

    /// <summary>
    /// Says who loads the <typeparamref name="T"/> that endpoints with <c>OnResource&lt;T&gt;</c> are about. Handlers of such endpoints take a <typeparamref name="T"/> and receive the instance that was loaded
    /// and checked; anywhere else asking for one is an error.
    /// </summary>
    public static IServiceCollection AddCksResource<T, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TLoader>(this IServiceCollection services)
        where T : class
        where TLoader : class, IResourceLoader<T>
    {
        services.AddHttpContextAccessor();
        services.AddScoped<IResourceLoader<T>, TLoader>();
        services.TryAddTransient(s => s.GetRequiredService<IHttpContextAccessor>().HttpContext is { } context && ResourceFeature.Get<T>(context) is { } resource
            ? resource
            : throw new InvalidOperationException($"No {typeof(T).Name} was loaded for this request. Add .OnResource<{typeof(T).Name}>(...) to the endpoint."));
        return services;
    }
}
