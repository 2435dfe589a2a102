using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>Lets contexts ask for scopes.</summary>
public static class CksScopeDbContextOptionsBuilderExtensions
{
    /// <summary>
    /// Lets the sets of a context be read by <see cref="ScopedDbSetExtensions.InScope"/>. Queries without it are the application's own and read everything; <see cref="IScopedContexts{TContext}"/> has contexts that do not.
    /// </summary>
    /// <param name="options">The options, on which a relational provider is chosen.</param>
    /// <param name="services">The application's services, where the context is not registered with them.</param>
    public static TBuilder UseCksScope<TBuilder>(this TBuilder options, IServiceProvider? services = null)
        where TBuilder : DbContextOptionsBuilder
    {
        ArgumentNullException.ThrowIfNull(options);
        // Where a context is made for one subject its filters are more than what is asked for here.
        if (options.Options.FindExtension<ScopeExtension>() is null)
            ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new ScopeExtension(services, null));
        return options;
    }
}
