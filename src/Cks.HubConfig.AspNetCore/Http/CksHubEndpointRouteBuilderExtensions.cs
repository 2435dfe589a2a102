using System.Diagnostics.CodeAnalysis;
using Cks.Core;
using Cks.HubConfig;
using Cks.HubConfig.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the hub endpoint.</summary>
public static class CksHubEndpointRouteBuilderExtensions
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>
    /// Maps <c>GET</c> and <c>HEAD <paramref name="pattern"/></c>, which answers the hub of the signed-in subject as <see cref="HubView.WriteTo"/> writes it, never for a shared cache. With an ETag of the content and of who asks;
    /// who sends it back gets 304 without a body, after the same checks as any request (S23). The key of the ETag is made anew with each process: another one answers in full.
    /// Needs a signed-in caller (the default authorization policy); one whose roles have no hub gets 404 problem+json with reason <c>no_hub</c>.
    /// </summary>
    /// <exception cref="CksConfigurationException">CKS109: <c>AddCksHubConfig</c> was not called.</exception>
    public static IEndpointConventionBuilder MapCksHub(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(typeof(IHubComposer)) == false)
            throw new CksConfigurationException(CksCodes.InvalidSetting, "MapCksHub", "The hub composer is not registered.", "Call services.AddCksHubConfig() first.");
        var hub = new Lazy<HubEndpoint>(() => new(endpoints.ServiceProvider.GetRequiredService<IHubComposer>()));
        return endpoints.MapMethods(pattern, Methods, (RequestDelegate)(context => hub.Value.AnswerAsync(context))).RequireAuthorization();
    }
}
