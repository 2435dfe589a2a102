using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.Cli.AspNetCore;

/// <summary>Leaves of a host what builds its pipeline: no server that listens, and no work in the background.</summary>
internal static class SilentHost
{
    // Builds the pipeline when the host starts, and with it the endpoints.
    private const string PipelineService = "Microsoft.AspNetCore.Hosting.GenericWebHostService";

    public static void Configure(IServiceCollection services)
    {
        for (var i = services.Count - 1; i >= 0; i--)
            if (services[i] is { IsKeyedService: false } service && service.ServiceType == typeof(IHostedService) && service.ImplementationType?.FullName != PipelineService)
                services.RemoveAt(i);
        services.AddSingleton<IServer, SilentServer>();
    }
}
