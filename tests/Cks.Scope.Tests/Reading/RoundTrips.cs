using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Cks.Scope.Tests.Reading;

/// <summary>A connection that counts: it stands between Npgsql and the server, and each time the server says that it is ready for the next question, after which alone the client can go on, is one round trip.</summary>
internal sealed class RoundTrips : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _count;

    public RoundTrips(NpgsqlDataSource server)
    {
        var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        _listener.Start();
        _accepting = AcceptAsync(connection.Host!, connection.Port);
        connection.Host = "127.0.0.1";
        connection.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        connection.MaxPoolSize = 1;
        connection.SslMode = SslMode.Disable; // the one answer that is no message
        connection.NoResetOnClose = true; // it travels with the next statement, and is answered for itself
        Source = NpgsqlDataSource.Create(connection);
    }

    /// <summary>The database, over the counting connection.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>The round trips of an action.</summary>
    public async Task<int> OfAsync(Func<Task> act)
    {
        Volatile.Write(ref _count, 0);
        await act();
        return Volatile.Read(ref _count);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync(string host, int port)
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            var server = new TcpClient { NoDelay = true };
            await server.ConnectAsync(host, port, _stop.Token);
            client.NoDelay = true;
            _ = PumpAsync(client, server, _ => { });
            _ = PumpAsync(server, client, new Messages(() => Interlocked.Increment(ref _count)).Read);
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, Action<ReadOnlyMemory<byte>> sees)
    {
        using (from)
        {
            var buffer = new byte[65_536];
            try
            {
                while (await from.GetStream().ReadAsync(buffer, _stop.Token) is > 0 and var read)
                {
                    sees(buffer.AsMemory(0, read));
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // One side has gone; so does the other.
            }

            to.Close();
        }
    }

    /// <summary>Messages of the server: a letter, four bytes of length, and what the length says.</summary>
    private sealed class Messages(Action onReady)
    {
        private const byte ReadyForQuery = (byte)'Z';
        private readonly List<byte> _head = [];
        private int _left;

        public void Read(ReadOnlyMemory<byte> bytes)
        {
            foreach (var next in bytes.Span)
            {
                if (_left > 0)
                {
                    _left--;
                    continue;
                }

                _head.Add(next);
                if (_head.Count < 5)
                    continue;
                if (_head[0] == ReadyForQuery)
                    onReady();
                _left = BinaryPrimitives.ReadInt32BigEndian(_head[1..5].ToArray()) - 4;
                _head.Clear();
            }
        }
    }
}
