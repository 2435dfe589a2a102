using Cks.Rbac.WebAssembly;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Cks.Rbac.WebAssembly.</summary>
public static class CksWebAssemblyServiceCollectionExtensions
{
    /// <summary>
    /// Answers <c>AuthorizeView</c>, <c>[Authorize]</c> pages and <see cref="IAuthorizationService"/> in the browser from what <c>MapCksPermissions</c> of the server says, for the policy names of the guards:
    /// <c>cks:&lt;capability&gt;[,...]</c>, <c>cks:any:&lt;a&gt;,&lt;b&gt;</c> and <c>cks:role:&lt;role&gt;[,...]</c>. It chooses what is shown and protects nothing: whoever runs the browser can change it, and the
    /// server's guards decide. Needs an <see cref="HttpClient"/> and an <c>AuthenticationStateProvider</c> of the application.
    /// </summary>
    /// <exception cref="Cks.Core.CksConfigurationException">An option is out of its range.</exception>
    public static IServiceCollection AddCksPermissions(this IServiceCollection services, Action<CksPermissionsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new CksPermissionsOptions();
        configure?.Invoke(options);
        CksPermissionsOptionsCheck.Checked(options);
        services.AddAuthorizationCore();
        services.TryAddSingleton(TimeProvider.System);
        // One for each browser, and where components run elsewhere one for each of their scopes: never for two people.
        services.AddScoped(s => new ClientPermissions(
            (options.Client ?? (provider => provider.GetRequiredService<HttpClient>()))(s), options, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<ClientPermissions>>()));
        services.TryAddEnumerable(ServiceDescriptor.Scoped<IAuthorizationHandler, PermissionHandler>());
        OtherPolicies.Keep(services);
        return services;
    }
}
