using Cks.Core;
using Cks.Rbac;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>What a context knows of scopes.</summary>
/// <param name="services">Where the application's services are; <see langword="null"/> for those that the context was registered with.</param>
/// <param name="shape">By which ways the context's subjects see; <see langword="null"/> for a context without filters.</param>
internal sealed class ScopeExtension(IServiceProvider? services, ScopeShape? shape) : IDbContextOptionsExtension
{
    public ScopeShape? Shape { get; } = shape;

    public DbContextOptionsExtensionInfo Info => new ScopeInfo(this);

    /// <summary>The extension of a context.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public static ScopeExtension Of(IDbContextOptions options) =>
        options.FindExtension<ScopeExtension>() ?? throw new InvalidOperationException("The context knows no scopes. Call UseCksScope() where its provider is chosen.");

    public ScopeAccess Access(IDbContextOptions options) => new(services ?? options.FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider
        ?? throw new InvalidOperationException("The context does not know the application's services. Register it with AddDbContext, or give them to UseCksScope."));

    public void ApplyServices(IServiceCollection services)
    {
        services.AddScoped<IConventionSetPlugin, ScopeConventions>();
        services.AddSingleton<IModelCacheKeyFactory, ScopeModelKeys>();
        services.AddSingleton<IInterceptor, ScopeGuard>();
        if (Shape is null)
            return;
        services.AddSingleton<IInterceptor, SubjectGuard>();
        services.AddScoped<ScopeState>();
        services.AddScoped<IResettableService>(s => s.GetRequiredService<ScopeState>());
    }

    // Nothing here: it is not asked for every context.
    public void Validate(IDbContextOptions options)
    {
    }

    private sealed class ScopeInfo(ScopeExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "using CksScope ";

        private bool HasSubject => extension.Shape is not null;

        // Whether there is a subject is all that services differ by: what else differs from context to context is asked of its options and kept by no service.
        public override int GetServiceProviderHashCode() => HasSubject ? 1 : 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ScopeInfo info && info.HasSubject == HasSubject;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["CksScope"] = "1";
    }
}

/// <summary>The application's services of which scopes are made.</summary>
internal readonly struct ScopeAccess(IServiceProvider services)
{
    public ScopeModel Model => services.GetRequiredService<SnapshotStore<ScopeModel>>().Current.Value;

    public IPolicyPlanner Planner => services.GetRequiredService<IPolicyPlanner>();

    /// <summary>Who sees, by queries that leave open who it is; <see langword="null"/> for one without a scope.</summary>
    public Viewer? ViewerOf(Subject me, ScopeModel model) => Viewer.Of(me, model, Planner, services.GetRequiredService<TimeProvider>(), ViewerTerms.Open);
}
