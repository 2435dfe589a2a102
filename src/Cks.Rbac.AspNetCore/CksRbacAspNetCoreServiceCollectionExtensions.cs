using System.Diagnostics.CodeAnalysis;
using Cks.Rbac;
using Cks.Rbac.AspNetCore;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Cks.Rbac in ASP.NET Core.</summary>
public static class CksRbacAspNetCoreServiceCollectionExtensions
{
    /// <summary>
    /// Adds guards (<c>RequireCaps</c>, <c>RequireRoles</c>, policy names <c>cks:...</c>), the <see cref="Subject"/> of the request, refusals that say why, and the start-up audit. Needs
    /// <c>AddCksRbac()</c> for the policy; works with any authentication scheme.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">How guards are enforced; several calls add up.</param>
    public static IServiceCollection AddCksGuards(this IServiceCollection services, Action<CksGuardOptions>? configure = null)
    {
        var options = services.AddOptions<CksGuardOptions>();
        if (configure is not null)
            options.Configure(configure);
        services.AddMetrics();
        services.TryAddSingleton<ShadowMode>();
        services.TryAddSingleton<ShadowReport>();
        services.TryAddSingleton<ShadowEvaluator>();
        services.TryAddSingleton<ShadowHub>();
        services.AddAuthorization();
        services.AddHttpContextAccessor();
        services.TryAddEnumerable(ServiceDescriptor.Scoped<IAuthorizationHandler, GuardHandler>());
        OtherPolicies.Keep(services);
        services.TryAddSingleton<PermittingRoles>();
        // What the application brought along stays; the audit refuses what an evaluator would leave unchecked.
        ReplaceFrameworks<IAuthorizationMiddlewareResultHandler, AuthorizationMiddlewareResultHandler, GuardResultHandler>(services);
        ReplaceFrameworks<IPolicyEvaluator, PolicyEvaluator, GuardPolicyEvaluator>(services);
        services.TryAddSingleton(_ => new GuardShortcut(services));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<HubOptions>, GuardHubFilter>());
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

    private static void ReplaceFrameworks<TService, TFrameworks, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TOurs>(IServiceCollection services)
        where TService : class
        where TFrameworks : class, TService
        where TOurs : class, TService
    {
        if (services.All(s => s.ServiceType != typeof(TService) || (!s.IsKeyedService && s.ImplementationType == typeof(TFrameworks))))
            services.Replace(ServiceDescriptor.Singleton<TService, TOurs>());
    }
}
