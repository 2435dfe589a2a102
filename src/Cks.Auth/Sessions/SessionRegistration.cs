using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cks.Auth;

/// <summary>What sessions need beside the validator.</summary>
internal static class SessionRegistration
{
    public static void AddLiveSessions(this IServiceCollection services) => services.TryAddSingleton(provider => new LiveSessions(
        provider.GetRequiredService<IssuerRegistry>(), provider.GetRequiredService<IRevocationCheck>(), provider.GetRequiredService<TimeProvider>()));
}
