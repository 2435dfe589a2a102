using Cks.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cks.Auth.AspNetCore;

/// <summary>Finds an endpoint that names a hub without limits before the host listens. One that comes later, or a method of a SignalR hub, fails where it is called.</summary>
internal sealed class SessionHubCheck(IServiceProviderIsService services) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        if (!services.IsService(typeof(ISessions)) || app.ApplicationServices.GetService<EndpointDataSource>() is not { } mapped)
            return;
        var hubs = app.ApplicationServices.GetRequiredService<IOptions<CksSessionOptions>>().Value.Hubs;
        var findings = new DiagnosticBag();
        foreach (var hub in mapped.Endpoints.SelectMany(e => e.Metadata.GetOrderedMetadata<SessionHubAttribute>()).Select(a => a.Hub).Where(h => !hubs.ContainsKey(h)).Distinct(StringComparer.Ordinal))
            findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole(nameof(CksSessionOptions)), $"An endpoint is in the hub '{hub}', which has no limits.", $"Set Hubs[\"{hub}\"], or correct the name at InSessionHub or [SessionHub].");
        findings.ThrowIfErrors();
    };
}
