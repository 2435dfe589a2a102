using System.Net.Sockets;
using System.Text;

namespace Cks.Benchmarks;

/// <summary>Sends batches of HTTP/1.1 requests over one connection and counts the answers that begin with a status.</summary>
/// <param name="address">The host.</param>
/// <param name="status">The status that is counted.</param>
/// <param name="ending">What every answer ends with.</param>
internal sealed class PipelinedClient(Uri address, int status = 200, string ending = "ok") : IAsyncDisposable
{
    private readonly byte[] _answer = new byte[256 * 1024];
    private readonly byte[] _status = Encoding.ASCII.GetBytes($"HTTP/1.1 {status}");
    private readonly byte[] _ending = Encoding.ASCII.GetBytes(ending);
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
            // Every answer ends alike: all requests are let in.
            if (_answer.AsSpan(0, length).Count("HTTP/1.1 "u8) == expected && _answer.AsSpan(0, length).EndsWith(_ending))
                return _answer.AsSpan(0, length).Count(_status);
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
