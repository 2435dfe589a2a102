using Cks.Core;
using Cks.HubConfig.Razor;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the files that pages of hubs get.</summary>
public static class CksHubShellEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps <c>GET {AssetPath}/{hash}/{name}</c>: style sheets, the script of the shell and the modules of widgets, to anybody and for a year. They are read now; a page never gets one that was changed since.
    /// </summary>
    /// <exception cref="CksConfigurationException">CKS109: <c>AddCksHubShell</c> was not called, an option is out of range, or a file is not there.</exception>
    public static IEndpointConventionBuilder MapCksHubShell(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var assets = endpoints.ServiceProvider.GetService<ShellAssets>()
            ?? throw new CksConfigurationException(CksCodes.InvalidSetting, "MapCksHubShell", "The shell is not registered.", "Call services.AddCksHubShell() first.");
        var path = endpoints.ServiceProvider.GetRequiredService<IOptions<HubShellOptions>>().Value.AssetPath.TrimEnd('/');
        return endpoints.MapGet(path + "/{hash}/{name}", context => AssetEndpoint.AnswerAsync(context, assets)).AllowAnonymous();
    }
}
