using Cks.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cks.HubConfig.Razor.Tests;

/// <summary>A host on loopback that answers one page at <c>/</c>.</summary>
internal sealed class ShellHost : IAsyncDisposable
{
    public const string Nonce = "bm9uY2Ugb2YgMTYgYnl0ZXM+";

    private readonly WebApplication _app;

    private ShellHost(WebApplication app) => (_app, Http) = (app, new() { BaseAddress = new(app.Urls.Single()) });

    public HttpClient Http { get; }

    public static WebApplication Build(Action<HubShellOptions>? configure, string? root = null, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = root });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddCksHubShell(configure);
        services?.Invoke(builder.Services);
        return builder.Build();
    }

    public static async Task<ShellHost> StartAsync(HubPage page, Action<HubShellOptions>? configure = null, string? root = null, RenderFragment? content = null, Action<IServiceCollection>? services = null)
    {
        var app = Build(configure, root, services);
        app.MapCksHubShell();
        app.MapGet("/api/hub", () => "the view");
        app.MapGet("/", IResult () => new HubPageResult(page) { Content = content, Header = builder => builder.AddContent(0, "Ann <Example>") });
        await app.StartAsync();
        return new(app);
    }

    public static HubPage Page(HubView view) => new() { View = view, Viewer = new("ann", TenantId.Parse("main"), ["clerk"]) { Issuer = "https://issuer.example" }, Current = view.Navigation[0], Nonce = Nonce, ActionLinkOf = a => a.Action == "createJob" ? "/jobs?new" : null };

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
