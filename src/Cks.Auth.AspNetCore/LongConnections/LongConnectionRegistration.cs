using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Cks.Auth.AspNetCore;

internal static class LongConnectionRegistration
{
    public static void AddLongConnections(this IServiceCollection services)
    {
        services.AddOptions<LongConnectionOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LongConnectionOptions>, LongConnectionOptionsCheck>());
        services.TryAddSingleton<SessionJudge>();
        services.TryAddSingleton<SessionHubFilter>();
        // Every hub of the application, whether it thinks of this or not; without SignalR nobody reads these options.
        services.Configure<HubOptions>(o => o.AddFilter<SessionHubFilter>());
    }
}
