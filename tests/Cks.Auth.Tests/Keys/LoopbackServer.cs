using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cks.Auth.Tests;

/// <summary>A provider that answers as a test says, over real HTTP.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private LoopbackServer(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public int Requests => Volatile.Read(ref _requests);

    public static async Task<LoopbackServer> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = new LoopbackServer(builder.Build());
        server._app.Run(context =>
        {
            Interlocked.Increment(ref server._requests);
            return answer(context);
        });
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>A provider whose discovery document and key set are given, each made from the server's own address.</summary>
    public static Task<LoopbackServer> StartAsync(Func<string, string> discovery, Func<string, string> keys) => StartAsync(context =>
    {
        var address = $"http://{context.Request.Host}";
        return context.Response.WriteAsync(context.Request.Path == "/jwks" ? keys(address) : discovery(address));
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
