using Microsoft.Extensions.DependencyInjection;

namespace Cks.HubConfig.FeatureManagement;

/// <summary>The services outside of every scope. There is nobody in particular there: one subject would stand for all who ask.</summary>
internal sealed class RootScope(IServiceProvider services)
{
    /// <summary>The same services, which must be of a scope. Only some hosts look at that themselves: those in Development.</summary>
    public static IServiceProvider Refuse(IServiceProvider services) => services.GetRequiredService<RootScope>().Is(services)
        ? throw new InvalidOperationException("Flags are asked in a scope, by its subject. Take IServiceScopeFactory in place of the feature manager, and ask in a scope of your own.")
        : services;

    private bool Is(IServiceProvider other) => ReferenceEquals(services, other);
}
