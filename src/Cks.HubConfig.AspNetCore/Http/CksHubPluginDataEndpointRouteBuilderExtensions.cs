using System.Diagnostics.CodeAnalysis;
using Cks.Core;
using Cks.HubConfig;
using Cks.HubConfig.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the data of widgets that comes from plugins.</summary>
public static class CksHubPluginDataEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Answers <c>GET <paramref name="pattern"/></c> with the data that plugins have for the widgets of the caller's own view: <c>{ "widgets": { "ID": { "data": ... } } }</c>, or <c>{ "fault": "plugin_slow" }</c> for a widget
    /// whose plugin gives none. <c>?widget=ID</c>, once or several times, asks for some; one that the view does not have is left out. Kept by the caller's browser for as long as <c>dataFetching.caching</c> says of all that is
    /// answered, within what <see cref="CksHubDataEndpointConventionBuilderExtensions.WithCksHubCaching"/> allows, and by no other cache (S22).
    /// </summary>
    /// <param name="endpoints">Where to map it.</param>
    /// <param name="pattern">Route, such as <c>/api/hub/data</c>.</param>
    /// <returns>The endpoint; it needs a signed-in caller already (one whose roles have no hub gets 404 <c>no_hub</c>), and takes further rules.</returns>
    /// <exception cref="CksConfigurationException">CKS109: <c>AddCksHubConfig</c> was not called.</exception>
    public static IEndpointConventionBuilder MapCksHubData(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(typeof(IHubData)) == false)
            throw new CksConfigurationException(CksCodes.InvalidSetting, "MapCksHubData", "There are no hubs.", "Call services.AddCksHubConfig() first.");
        return endpoints.MapGet(pattern, (RequestDelegate)PluginDataEndpoint.AnswerAsync).RequireAuthorization().WithDisplayName($"Hub data {pattern}");
    }
}
