using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>Registers revocation; part of AddCksAuth.</summary>
internal static class RevocationRegistration
{
    internal static void AddRevocation(this IServiceCollection services)
    {
        services.AddOptions<RevocationOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RevocationOptions>, RevocationOptionsCheck>());
        services.TryAddSingleton<IRevocationStore, InMemoryRevocationStore>();
        services.TryAddSingleton<RevocationList>();
        services.TryAddSingleton<Revocations>();
        services.TryAddSingleton<IRevocations>(provider => provider.GetRequiredService<Revocations>());
        services.TryAddSingleton<IRevocationCheck>(provider => provider.GetRequiredService<Revocations>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RevocationSync>());
    }
}
