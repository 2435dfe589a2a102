using Cks.Core;
using Cks.Rbac.AuthZen;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Cks.Rbac.AuthZen.</summary>
public static class CksAuthZenServiceCollectionExtensions
{
    /// <summary>
    /// Adds what <c>MapCksAuthZen</c> needs, guards as well. The application registers an <see cref="ISubjectSource"/> and an <see cref="IResourceSource"/>; page tokens are protected by the framework's
    /// data protection, whose keys several hosts must share. What cannot be used stops the host.
    /// </summary>
    /// <exception cref="CksConfigurationException">It was called before.</exception>
    public static IServiceCollection AddCksAuthZen(this IServiceCollection services, Action<AuthZenOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        // The second would take the place of the first, and its callers would be strangers.
        if (services.Any(s => s.ServiceType == typeof(AuthZenOptions)))
            throw new CksConfigurationException(CksCodes.InvalidSetting, "AddCksAuthZen", "AuthZEN is registered already.", "Name all types and callers in one call.");
        var options = new AuthZenOptions();
        configure(options);
        var rbac = services.AddCksRbac();
        foreach (var resource in options.Types.Select(t => t.Resource).Distinct(StringComparer.Ordinal))
            rbac.MapResource<AuthZenResource>(resource, m => m.Id(static r => r.Id).Attributes(static (r, attribute) => r.Read(attribute)));
        services.AddCksGuards();
        services.AddDataProtection();
        services.AddSingleton(options);
        services.AddSingleton<AuthZenModel>();
        services.AddSingleton<PageTokens>();
        services.AddScoped<KnownEntities>();
        services.AddScoped<Evaluator>();
        services.AddScoped<Searcher>();
        services.AddHostedService<AuthZenStartup>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, RequestIdFilter>());
        return services;
    }
}
