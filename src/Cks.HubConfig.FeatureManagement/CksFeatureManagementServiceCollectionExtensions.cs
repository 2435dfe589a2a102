using Cks.HubConfig.FeatureManagement;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.FeatureManagement;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Cks.HubConfig.FeatureManagement.</summary>
public static class CksFeatureManagementServiceCollectionExtensions
{
    /// <summary>
    /// Lets the flags of hubs answer <see cref="IVariantFeatureManager"/> and <see cref="IFeatureManager"/>, so that <c>[FeatureGate]</c> asks them. Call it in place of <c>AddFeatureManagement</c>, or after it: then it takes its place. Needs <c>AddCksHubConfig</c>.
    /// All four are scoped: the <see cref="Cks.Rbac.Subject"/> of the scope asks. <see cref="IVariantFeatureManagerSnapshot"/> and <see cref="IFeatureManagerSnapshot"/> keep to one revision and one moment in a scope, for a request;
    /// the other two look each time, for a scope that lives long. Asked for outside a scope, as by a singleton, each is an <see cref="InvalidOperationException"/>.
    /// </summary>
    public static IServiceCollection AddCksFeatureManagement(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(s => new RootScope(s));
        services.TryAddKeyedScoped(true, (s, _) => new HubFeatureManager(RootScope.Refuse(s), isPinned: true));
        services.TryAddKeyedScoped(false, (s, _) => new HubFeatureManager(RootScope.Refuse(s), isPinned: false));
        Put<IVariantFeatureManagerSnapshot>(isPinned: true);
        Put<IFeatureManagerSnapshot>(isPinned: true);
        Put<IVariantFeatureManager>(isPinned: false);
        Put<IFeatureManager>(isPinned: false);
        return services;

        void Put<T>(bool isPinned)
            where T : class
        {
            services.RemoveAll<T>();
            services.AddScoped(s => (T)(object)s.GetRequiredKeyedService<HubFeatureManager>(isPinned));
        }
    }
}
