using System.Collections.Concurrent;
using Cks.Rbac;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>
/// Pools of contexts, one for each shape of scope: all of a role share one, with its model and compiled queries, and differ in values only. A context whose filters are of another shape is never handed out.
/// </summary>
internal sealed class ScopedContexts<TContext>(IServiceProvider services, Action<IServiceProvider, DbContextOptionsBuilder> configure, int poolSize) : IScopedContexts<TContext>
    where TContext : DbContext
{
    // Roles together with what the policy asks of each; old ones go when model or policy change.
    private const int MostShapes = 256;

    private readonly ConcurrentDictionary<ScopeShape, PooledDbContextFactory<TContext>> _pools = new();

    public TContext Create(Subject me)
    {
        ArgumentNullException.ThrowIfNull(me);
        var access = new ScopeAccess(services);
        var model = access.Model;
        return Lease(ScopeShape.Of(model, access.ViewerOf(me, model)));
    }

    /// <summary>A context of nobody.</summary>
    public TContext CreateClosed() => Lease(ScopeShape.Of(new ScopeAccess(services).Model, null));

    private TContext Lease((ScopeShape Shape, object[][] Values) scope)
    {
        if (!_pools.TryGetValue(scope.Shape, out var pool))
        {
            if (_pools.Count >= MostShapes)
                _pools.Clear(); // who has a context keeps it
            pool = _pools.GetOrAdd(scope.Shape.WithoutValues(), static (shape, own) => own.Pool(shape), this);
        }

        var context = pool.CreateDbContext();
        context.GetService<ScopeState>().Begin(scope.Values);
        return context;
    }

    private PooledDbContextFactory<TContext> Pool(ScopeShape shape)
    {
        var options = new DbContextOptionsBuilder<TContext>().UseApplicationServiceProvider(services);
        configure(services, options);
        var core = options.Options.FindExtension<CoreOptionsExtension>();
        if (core is { Model: not null } or { InternalServiceProvider: not null } || core?.ReplacedServices?.Keys.Any(k => k.Item1 == typeof(IModelCacheKeyFactory)) == true)
            throw new InvalidOperationException("A context in scope makes its model itself, and another for each shape of scope: leave out UseModel, UseInternalServiceProvider and another IModelCacheKeyFactory.");
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new ScopeExtension(services, shape));
        return new(options.Options, poolSize);
    }
}
