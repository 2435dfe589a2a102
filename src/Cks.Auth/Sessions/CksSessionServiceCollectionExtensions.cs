using System.Diagnostics.CodeAnalysis;
using Cks.Auth;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of the limits of sessions, and of who somebody is.</summary>
public static class CksSessionServiceCollectionExtensions
{
    /// <summary>
    /// Ends sessions that were not used for too long or last too long, whichever scheme of the suite brought them, and registers <see cref="ISessions"/>. Needs <c>AddCksAuth</c> (<c>AddCksBearer</c>, <c>AddCks</c>). Sessions are in
    /// the memory of this process unless an <see cref="ISessionStore"/> is registered, as <c>AddCksStorage</c> does. Limits that cannot work stop the host at start (CKS109).
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the limits.</param>
    public static IServiceCollection AddCksSessions(this IServiceCollection services, Action<CksSessionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<CksSessionOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CksSessionOptions>, CksSessionOptionsCheck>());
        services.AddNotices();
        services.TryAddSingleton<ISessionStore, InMemorySessionStore>();
        services.TryAddSingleton<ImpersonationRefusals>();
        services.TryAddSingleton<Sessions>();
        services.TryAddSingleton<Impersonation>();
        services.TryAddSingleton<ISessions>(provider => provider.GetRequiredService<Sessions>());
        return services;
    }

    /// <summary>
    /// Registers the <see cref="ISessionResolver"/> that reads who somebody is in one question to the application's <see cref="ISessionSource"/> and remembers it until it changes, and <see cref="IBootstrap"/>, by which the
    /// application says that it did.
    /// </summary>
    /// <typeparam name="TSource">The application's source.</typeparam>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Says for how long and of how many.</param>
    public static IServiceCollection AddCksBootstrap<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSource>(this IServiceCollection services, Action<CksBootstrapOptions>? configure = null)
        where TSource : class, ISessionSource
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<CksBootstrapOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CksBootstrapOptions>, CksBootstrapOptionsCheck>());
        services.AddNotices();
        services.TryAddSingleton<ISessionSource, TSource>();
        services.TryAddSingleton<Bootstrap>();
        services.AddSingleton<ISessionResolver>(provider => provider.GetRequiredService<Bootstrap>());
        services.TryAddSingleton<IBootstrap>(provider => provider.GetRequiredService<Bootstrap>());
        return services;
    }

    private static void AddNotices(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SessionNotices>();
        if (services.All(s => s.ImplementationFactory != Notices))
            services.AddSingleton(typeof(IHostedService), Notices);
    }

    private static readonly Func<IServiceProvider, object> Notices = provider => provider.GetRequiredService<SessionNotices>();
}
