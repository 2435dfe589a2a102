using System.Net.Sockets;

namespace Cks.Benchmarks;

/// <summary>Sends batches of HTTP/1.1 requests over one connection and counts the answers that begin with 200.</summary>
internal sealed class PipelinedClient(Uri address) : IAsyncDisposable
{
    private readonly byte[] _answer = new byte[64 * 1024];
    private NetworkStream? _stream;

    /// <summary>Sends whole requests and waits for as many answers.</summary>
    public async ValueTask<int> SendAsync(byte[] requests)
    {
        _stream ??= await ConnectAsync();
        var expected = requests.AsSpan().Count("GET / "u8);
        await _stream.WriteAsync(requests);
        for (var length = 0; ;)
        {
            var read = await _stream.ReadAsync(_answer.AsMemory(length));
            if (read == 0)
                throw new IOException("The host closed the connection.");
            length += read;
            // Every answer is "ok": all requests are let in.
            if (_answer.AsSpan(0, length).Count("HTTP/1.1 "u8) == expected && _answer.AsSpan(0, length).EndsWith("ok"u8))
                return _answer.AsSpan(0, length).Count("HTTP/1.1 200"u8);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
            await _stream.DisposeAsync();
    }

    private async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        return new(socket, ownsSocket: true);
    }
}
