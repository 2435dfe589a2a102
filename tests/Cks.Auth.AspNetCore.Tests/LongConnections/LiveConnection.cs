using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace Cks.Auth.AspNetCore.Tests;

/// <summary>A client's side of one long connection, open and known to work.</summary>
internal sealed class LiveConnection(Task ended, Func<ValueTask> close) : IAsyncDisposable
{
    public static TheoryData<string> Kinds => ["socket", "events", "deaf", "websockets", "server-sent-events", "long-polling", "grpc"];

    public Task Ended => ended;

    public ValueTask DisposeAsync() => close();

    public static async Task<LiveConnection> OpenAsync(TestHost host, string kind, string token) => kind switch
    {
        "socket" => await SocketAsync(host, token),
        "events" or "deaf" => await EventsAsync(host, kind, token),
        "grpc" => await GrpcAsync(host, token),
        "websockets" => await HubAsync(host, token, HttpTransportType.WebSockets),
        "server-sent-events" => await HubAsync(host, token, HttpTransportType.ServerSentEvents),
        "long-polling" => await HubAsync(host, token, HttpTransportType.LongPolling),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static HubConnection Hub(TestHost host, string path, string? token, HttpTransportType transport) =>
        new HubConnectionBuilder().WithUrl(new Uri(host.Client.BaseAddress!, path), transport, o => o.AccessTokenProvider = () => Task.FromResult(token)).Build();

    private static async Task<LiveConnection> SocketAsync(TestHost host, string token)
    {
        var socket = await LiveHost.ConnectAsync(host, token);
        Assert.Equal("a", await LiveHost.EchoAsync(socket, "a"));
        return new(LiveHost.DrainAsync(socket), () =>
        {
            socket.Dispose();
            return default;
        });
    }

    private static async Task<LiveConnection> EventsAsync(TestHost host, string kind, string token)
    {
        var response = await host.GetAsAsync(token, $"/{kind}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new(LiveHost.DrainAsync(response), () =>
        {
            response.Dispose();
            return default;
        });
    }

    private static async Task<LiveConnection> HubAsync(TestHost host, string token, HttpTransportType transport)
    {
        var hub = Hub(host, "hub", token, transport);
        var closed = new TaskCompletionSource();
        hub.Closed += _ => Task.FromResult(closed.TrySetResult());
        await hub.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal("a", await hub.InvokeAsync<string>("Echo", "a", TestContext.Current.CancellationToken));
        return new(closed.Task, hub.DisposeAsync);
    }

    private static async Task<LiveConnection> GrpcAsync(TestHost host, string token)
    {
        var channel = GrpcChannel.ForAddress(host.Client.BaseAddress!);
        var call = channel.CreateCallInvoker().AsyncServerStreamingCall(TickerService.Silent, null, new(new() { { "Authorization", $"Bearer {token}" } }), [1]);
        Assert.True(await call.ResponseStream.MoveNext());
        return new(DrainAsync(call.ResponseStream), () =>
        {
            call.Dispose();
            channel.Dispose();
            return default;
        });
    }

    private static async Task DrainAsync(IAsyncStreamReader<byte[]> stream)
    {
        try
        {
            while (await stream.MoveNext())
            {
            }
        }
        catch (RpcException)
        {
        }
    }
}
