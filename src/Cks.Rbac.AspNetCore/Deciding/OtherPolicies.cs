using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore;

/// <summary>The provider that answered policy names before guards were added, the framework's or the application's own: it goes on answering all that is no guard, and says what the default and the fallback are.</summary>
internal sealed class OtherPolicies(ServiceDescriptor before)
{
    /// <summary>Puts guards in front of it, once.</summary>
    public static void Keep(IServiceCollection services)
    {
        var before = services.Last(s => s.ServiceType == typeof(IAuthorizationPolicyProvider) && !s.IsKeyedService);
        if (before.ImplementationFactory?.Target is not OtherPolicies)
            services.Add(ServiceDescriptor.Singleton<IAuthorizationPolicyProvider>(new OtherPolicies(before).Guarded));
    }

    private GuardPolicyProvider Guarded(IServiceProvider services) => new((IAuthorizationPolicyProvider)(before.ImplementationInstance
        ?? before.ImplementationFactory?.Invoke(services)
        ?? ActivatorUtilities.CreateInstance(services, before.ImplementationType!)));
}
