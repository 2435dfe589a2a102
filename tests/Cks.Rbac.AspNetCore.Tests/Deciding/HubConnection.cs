using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Cks.Rbac.AspNetCore.Tests.Guards;

/// <summary>As much of a SignalR client as it takes to call a method: the JSON protocol over one WebSocket.</summary>
internal sealed class HubConnection : IDisposable
{
    private const char Separator = '\u001e';
    private readonly ClientWebSocket _socket = new();
    private readonly Queue<string> _received = new();
    private int _calls;

    public static async Task<HubConnection> OpenAsync(Uri address, string session)
    {
        var connection = new HubConnection();
        connection._socket.Options.SetRequestHeader(HeaderAuthenticationHandler.First, session);
        await connection._socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws" }.Uri, TestContext.Current.CancellationToken);
        await connection.SendAsync("""{"protocol":"json","version":1}""");
        Assert.Equal("{}", await connection.ReceiveAsync());
        return connection;
    }

    /// <summary>Calls a method; the answer has <c>result</c> or <c>error</c>.</summary>
    public async Task<JsonElement> InvokeAsync(string method)
    {
        await SendAsync($$"""{"type":1,"invocationId":"{{++_calls}}","target":"{{method}}","arguments":[]}""");
        while (true)
        {
            var message = JsonDocument.Parse(await ReceiveAsync()).RootElement;
            switch (message.GetProperty("type").GetInt32())
            {
                case 3:
                    return message;
                case 7:
                    throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
            }
        }
    }

    /// <summary>Asks for a stream, and waits for its first message.</summary>
    public async Task<JsonElement> StreamAsync(string method)
    {
        await SendAsync($$"""{"type":4,"invocationId":"{{++_calls}}","target":"{{method}}","arguments":[]}""");
        return JsonDocument.Parse(await ReceiveAsync()).RootElement;
    }

    /// <summary>Waits until the server ends the connection, whatever comes before.</summary>
    public async Task EndAsync()
    {
        try
        {
            while (true)
            {
                if (JsonDocument.Parse(await ReceiveAsync()).RootElement.GetProperty("type").GetInt32() == 7)
                    return;
            }
        }
        catch (WebSocketException)
        {
        }
    }

    /// <summary>Calls a method and waits for nothing.</summary>
    public Task CallAsync(string method) => SendAsync($$"""{"type":1,"invocationId":"{{++_calls}}","target":"{{method}}","arguments":[]}""");

    public void Dispose() => _socket.Dispose();

    private Task SendAsync(string message) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message + Separator), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    private async Task<string> ReceiveAsync()
    {
        var buffer = new byte[16_384];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (_received.Count == 0)
        {
            var received = await _socket.ReceiveAsync(buffer, patience.Token);
            if (received.MessageType == WebSocketMessageType.Close)
                throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
            Assert.True(received.EndOfMessage);
            foreach (var message in Encoding.UTF8.GetString(buffer, 0, received.Count).Split(Separator, StringSplitOptions.RemoveEmptyEntries))
                _received.Enqueue(message);
        }

        return _received.Dequeue();
    }
}
