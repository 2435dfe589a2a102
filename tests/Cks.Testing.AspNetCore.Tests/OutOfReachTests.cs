using Cks.Core;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.Testing.AspNetCore.Tests;

/// <summary>A real server outside Development never runs with keys of a test, however the host is made.</summary>
public sealed class OutOfReachTests
{
    [Fact]
    public async Task A_generic_host_in_production_does_not_start()
    {
        using var host = new HostBuilder().ConfigureWebHost(b => Portal(b)).Build();
        await RefusedAsync(() => host.StartAsync());
    }

    [Fact]
    public async Task A_host_that_lost_its_hosted_services_does_not_start()
    {
        using var host = new HostBuilder().ConfigureWebHost(b => Portal(b).ConfigureServices(services =>
        {
            var guards = services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Assembly == typeof(CksTestIssuer).Assembly).ToArray();
            Assert.NotEmpty(guards);
            foreach (var guard in guards)
                services.Remove(guard);
        })).Build();
        await RefusedAsync(() => host.StartAsync());
    }

    [Fact]
    public async Task A_host_of_the_old_kind_in_production_does_not_start()
    {
#pragma warning disable ASPDEPR004, ASPDEPR008 // Obsolete, and still there.
        using var host = Portal(new WebHostBuilder()).Build();
#pragma warning restore ASPDEPR004, ASPDEPR008
        await RefusedAsync(() => host.StartAsync());
    }

    private static IWebHostBuilder Portal(IWebHostBuilder builder) => builder
        .UseKestrel()
        .UseEnvironment("Production")
        .UseUrls("http://127.0.0.1:0")
        .ConfigureServices(services => services.AddCksAuth(o => o.AddOidc("https://login.example", "portal")))
        .UseCksTestIssuer()
        .Configure(_ => { });

    private static async Task RefusedAsync(Func<Task> start) => Assert.Contains("CKS111", (await Assert.ThrowsAsync<CksConfigurationException>(start)).Message, StringComparison.Ordinal);
}
