using Cks.Rbac.AspNetCore;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace Cks.Samples.Existing;

/// <summary>Step 3: guards beside the rules that are there. They stand in one table, so that controllers stay as they are until the guards decide; [RequireCaps] on an action and RequireCaps on an endpoint say the same.</summary>
internal static class Guards
{
    private static readonly Dictionary<string, string> Capabilities = new()
    {
        ["Orders.List"] = "orders:list",
        ["Orders.Accept"] = "orders:accept",
        ["Orders.Cancel"] = "orders:cancel",
        ["Reports.Margin"] = "reports:margin",
        ["/api/orders/{code}"] = "policies:order-readers",
        ["/api/contractors"] = "policies:staff-only",
        ["/api/closing"] = "policies:office-hours",
    };

    public static void Add(EndpointBuilder endpoint)
    {
        var name = endpoint.Metadata.OfType<ControllerActionDescriptor>().FirstOrDefault() is { } action
            ? $"{action.ControllerName}.{action.ActionName}" : ((RouteEndpointBuilder)endpoint).RoutePattern.RawText!;
        if (Capabilities.TryGetValue(name, out var capability))
            endpoint.Metadata.Add(new RequireCapsAttribute(capability));
    }
}
