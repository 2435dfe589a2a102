using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.WebAssembly;

/// <summary>The provider that answered policy names before.</summary>
internal sealed class OtherPolicies(ServiceDescriptor before)
{
    /// <summary>Puts the guards in front of it, once.</summary>
    public static void Keep(IServiceCollection services)
    {
        var before = services.Last(s => s.ServiceType == typeof(IAuthorizationPolicyProvider) && !s.IsKeyedService);
        if (before.ImplementationFactory?.Target is not OtherPolicies)
            services.Add(ServiceDescriptor.Describe(typeof(IAuthorizationPolicyProvider), new OtherPolicies(before).Guarded, before.Lifetime));
    }

    private PermissionPolicyProvider Guarded(IServiceProvider services) => new((IAuthorizationPolicyProvider)(before.ImplementationInstance
        ?? before.ImplementationFactory?.Invoke(services)
        ?? ActivatorUtilities.CreateInstance(services, before.ImplementationType!)));
}
