using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Cks.Cli.AspNetCore;

/// <summary>A server that has addresses and listens on none of them.</summary>
internal sealed class SilentServer : IServer
{
    private readonly SilentAddresses _addresses = new();

    public SilentServer() => Features.Set<IServerAddressesFeature>(_addresses);

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        // Who asks a server that has started where it is gets an answer.
        if (_addresses.Addresses.Count == 0)
            _addresses.Addresses.Add("http://127.0.0.1:5000");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }

    private sealed class SilentAddresses : IServerAddressesFeature
    {
        public ICollection<string> Addresses { get; } = [];

        public bool PreferHostingUrls { get; set; }
    }
}
