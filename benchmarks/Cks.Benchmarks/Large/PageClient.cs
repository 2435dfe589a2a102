using System.Globalization;
using System.Net.Sockets;

namespace Cks.Benchmarks;

/// <summary>Sends one HTTP/1.1 request after the other over one connection. It knows bodies in chunks; an answer without one is a refusal.</summary>
internal sealed class PageClient(Uri address) : IAsyncDisposable
{
    private readonly byte[] _answer = new byte[256 * 1024];
    private NetworkStream? _stream;

    /// <returns>The chunks of the answer, good until the next request; nothing for a refusal.</returns>
    public async Task<ReadOnlyMemory<byte>> SendAsync(byte[] request)
    {
        _stream ??= await ConnectAsync();
        await _stream.WriteAsync(request);
        for (var length = 0; ;)
        {
            var read = await _stream.ReadAsync(_answer.AsMemory(length));
            if (read == 0)
                throw new IOException("The host closed the connection.");
            length += read;
            var answer = _answer.AsMemory(0, length);
            if (!answer.Span.StartsWith("HTTP/1.1 200"u8))
                return default;
            if (answer.Span.EndsWith("\r\n0\r\n\r\n"u8))
                return answer[(answer.Span.IndexOf("\r\n\r\n"u8) + 4)..];
        }
    }

    /// <summary>What chunks hold.</summary>
    public static byte[] Join(ReadOnlySpan<byte> chunks)
    {
        var body = new List<byte>();
        while (chunks.IndexOf("\r\n"u8) is var line && int.Parse(chunks[..line], NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
        {
            body.AddRange(chunks.Slice(line + 2, size));
            chunks = chunks[(line + 2 + size + 2)..];
        }

        return [.. body];
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
