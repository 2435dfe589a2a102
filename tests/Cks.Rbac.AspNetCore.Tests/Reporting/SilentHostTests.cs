using System.Net;
using System.Net.Sockets;
using Cks.Cli.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.Rbac.AspNetCore.Tests.Reporting;

/// <summary>What the hook of <c>cks endpoints matrix</c> makes of a host.</summary>
public sealed class SilentHostTests
{
    [Fact]
    public async Task A_host_starts_with_its_pipeline_and_neither_listens_nor_works()
    {
        // Whoever listened here would fail.
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls(address).ConfigureKestrel(k => k.Listen(IPAddress.Loopback, ((IPEndPoint)taken.LocalEndpoint).Port));
        builder.Services.AddHostedService<Worker>();
        builder.Services.AddHostedService(_ => new Worker());
        // After all that the application registers.
        SilentHost.Configure(builder.Services);
        var isBuilt = false;
        await using var app = builder.Build();
        app.Use(next =>
        {
            isBuilt = true;
            return next;
        });

        await app.StartAsync(TestContext.Current.CancellationToken);

        Assert.True(isBuilt);
        Assert.Equal([address], app.Urls);
        Assert.IsType<SilentServer>(app.Services.GetRequiredService<IServer>());
        Assert.Single(app.Services.GetServices<IHostedService>());
        Assert.Equal("Microsoft.AspNetCore.Hosting.GenericWebHostService", app.Services.GetServices<IHostedService>().Single().GetType().FullName);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_host_without_an_address_has_one_to_tell()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        SilentHost.Configure(builder.Services);
        await using var app = builder.Build();

        await app.StartAsync(TestContext.Current.CancellationToken);

        Assert.Single(app.Urls);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Worker : BackgroundService
    {
        public override Task StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("It works.");

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
    }
}
