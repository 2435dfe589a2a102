using System.Diagnostics.CodeAnalysis;
using Cks.Core;
using Cks.HubConfig;
using Cks.HubConfig.AspNetCore;
using Cks.Rbac;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the catalog of widget types.</summary>
public static class CksHubCatalogEndpointRouteBuilderExtensions
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>
    /// Answers <c>GET <paramref name="pattern"/></c> with the widget types, as <see cref="WidgetTypes.WriteTo"/> writes them, for who builds a hub: their options, what they need, and a preview. Who is signed in and lacks
    /// the capability gets 403 with the reason of the policy. With an ETag of the content and of who asks; who sends it back gets 304 after the same checks (S23). Never stored by a shared cache.
    /// </summary>
    /// <param name="endpoints">Where to map it.</param>
    /// <param name="pattern">Route, such as <c>/api/hub/catalog</c>.</param>
    /// <param name="capability">Who may look at it, such as <c>hubs:build</c>: <c>resource:action</c> of the policy.</param>
    /// <returns>The endpoint; it needs a signed-in caller with the capability already, and takes further rules.</returns>
    /// <exception cref="CksConfigurationException">CKS109: <c>AddCksHubConfig</c> was not called, or the capability is not well formed. CKS204: the policy does not declare it.</exception>
    public static IEndpointConventionBuilder MapCksHubCatalog(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, [StringSyntax("CksCapability")] string capability)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        if (!CapabilityId.IsWellFormed(capability))
            throw new CksConfigurationException(CksCodes.InvalidSetting, "MapCksHubCatalog", $"\"{capability}\" is no capability.", "Write resource:action in lower case.");
        if (endpoints.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(typeof(HubCatalog)) == false)
            throw new CksConfigurationException(CksCodes.InvalidSetting, "MapCksHubCatalog", "There are no hubs.", "Call services.AddCksHubConfig() first.");
        var diagnostics = new DiagnosticBag();
        if (endpoints.ServiceProvider.GetRequiredService<SnapshotStore<Policy>>().Current.Value is var policy && !policy.Declares(CapabilityId.Of(capability)))
            diagnostics.AddUnknown(CksCodes.UnknownCapability, SourceLocation.Whole("MapCksHubCatalog"), $"The policy does not declare \"{capability}\".", capability, [.. policy.Capabilities.Select(c => c.Name)]);
        diagnostics.ThrowIfErrors();
        var catalog = ActivatorUtilities.CreateInstance<CatalogEndpoint>(endpoints.ServiceProvider, CapabilityId.Of(capability));
        return endpoints.MapMethods(pattern, Methods, (RequestDelegate)catalog.AnswerAsync).RequireAuthorization().WithDisplayName($"Widget catalog {pattern}");
    }
}
