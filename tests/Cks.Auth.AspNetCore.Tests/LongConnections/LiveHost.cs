using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cks.Auth.AspNetCore.Tests;

/// <summary>A host with every kind of long connection.</summary>
internal static class LiveHost
{
    /// <summary>Starts one for connections of a kind; the store is asked again after the given time.</summary>
    public static Task<TestHost> StartForAsync(string kind, TimeSpan? every = null, bool ownRevocations = false, TimeProvider? time = null) => TestHost.StartAsync(
        app =>
        {
            app.MapHub<EchoHub>("/hub").RequireAuthorization();
            app.MapHub<EchoHub>("/open-hub");
            app.MapGet("/events", (HttpContext http) => TypedResults.ServerSentEvents(Silence(http.RequestAborted))).RequireAuthorization();
            app.MapGet("/deaf", DeafAsync).RequireAuthorization();
            app.MapGet("/judged", (HttpContext http) => TypedResults.ServerSentEvents(Ticks(http.RequestAborted).WhileSignedInAsync(http))).RequireAuthorization();
            app.MapGet("/lines", LinesAsync).RequireAuthorization();
            app.Map("/socket", SocketAsync).RequireAuthorization();
            app.MapGrpcService<TickerService>().RequireAuthorization();
        },
        builder =>
        {
            builder.WebHost.ConfigureKestrel(o => o.ConfigureEndpointDefaults(e => e.Protocols = kind == "grpc" ? HttpProtocols.Http2 : HttpProtocols.Http1));
            builder.Services.AddSignalR();
            builder.Services.AddGrpc();
            builder.Services.Configure<LongConnectionOptions>(o => o.RevalidateEvery = every ?? o.RevalidateEvery);
            if (time is not null)
                builder.Services.Replace(ServiceDescriptor.Singleton(time));
            if (ownRevocations)
                builder.Services.Replace(ServiceDescriptor.Singleton<IRevocationCheck>(provider => provider.GetRequiredService<Revocations>()));
        });

    /// <summary>Reads an answer to its end, be it orderly or torn.</summary>
    public static async Task DrainAsync(HttpResponseMessage response)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.CopyToAsync(Stream.Null);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
        }
    }

    /// <summary>Waits until a socket is over, be it orderly or torn.</summary>
    public static async Task DrainAsync(ClientWebSocket socket)
    {
        try
        {
            while ((await socket.ReceiveAsync(new byte[64], CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
        }
    }

    private static async IAsyncEnumerable<string> Silence([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return "begun";
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private static async IAsyncEnumerable<string> Ticks([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            yield return i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await Task.Delay(20, cancellationToken);
        }
    }

    // A handler that hears nothing: it writes for as long as the connection takes it.
    private static async Task DeafAsync(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        while (!http.RequestAborted.IsCancellationRequested)
        {
            await http.Response.WriteAsync("data: on and on\n\n", CancellationToken.None);
            await http.Response.Body.FlushAsync(CancellationToken.None);
            await Task.Delay(20, CancellationToken.None);
        }
    }

    // Nobody knows this answer for a stream but its handler.
    private static async Task LinesAsync(HttpContext http)
    {
        await http.Response.WriteAsync("begun\n");
        await http.Response.Body.FlushAsync();
        try
        {
            await Task.Delay(Timeout.Infinite, http.GetSessionAborted());
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            await http.Response.WriteAsync("over\n");
        }
    }

    private static async Task SocketAsync(HttpContext http)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[64];
        while (await socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } received)
        {
            if (!await http.RevalidateSessionAsync())
                return;
            await socket.SendAsync(buffer.AsMemory(0, received.Count), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
    }

    public static async Task<ClientWebSocket> ConnectAsync(TestHost host, string token)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await socket.ConnectAsync(new Uri(host.Client.BaseAddress!.ToString().Replace("http", "ws", StringComparison.Ordinal) + "socket"), TestContext.Current.CancellationToken);
        return socket;
    }

    public static async Task<string?> EchoAsync(ClientWebSocket socket, string text)
    {
        var buffer = new byte[64];
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        try
        {
            var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
            return received.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(buffer, 0, received.Count);
        }
        catch (WebSocketException)
        {
            return null;
        }
    }
}
