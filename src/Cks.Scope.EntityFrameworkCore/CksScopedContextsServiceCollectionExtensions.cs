using Cks.Scope.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers contexts of one subject each.</summary>
public static class CksScopedContextsServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IScopedContexts{TContext}"/>. A host whose context does not fit the scope model does not start. <typeparamref name="TContext"/> itself, where a service asks for it, is nobody's and has no
    /// rows, unless the application registers it otherwise before.
    /// </summary>
    /// <typeparam name="TContext">The application's context, with a public constructor that takes its options.</typeparam>
    /// <param name="services">The application's services, with those of <see cref="CksScopeServiceCollectionExtensions.AddCksScope"/>.</param>
    /// <param name="configure">Chooses the provider; called once for each shape of scope.</param>
    /// <param name="poolSize">How many contexts of each shape are kept.</param>
    public static IServiceCollection AddScopedContexts<TContext>(this IServiceCollection services, Action<IServiceProvider, DbContextOptionsBuilder> configure, int poolSize = 128)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(poolSize);
        services.AddSingleton(s => new ScopedContexts<TContext>(s, configure, poolSize));
        services.AddSingleton<IScopedContexts<TContext>>(s => s.GetRequiredService<ScopedContexts<TContext>>());
        services.TryAddScoped(s => s.GetRequiredService<ScopedContexts<TContext>>().CreateClosed());
        services.AddHostedService<ScopedContextsStartup<TContext>>();
        return services;
    }
}
