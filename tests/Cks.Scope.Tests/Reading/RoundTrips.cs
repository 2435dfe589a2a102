using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Cks.Scope.Tests.Reading;

/// <summary>A connection that counts: it stands between Npgsql and the server, and each time the client speaks again after the server has answered is one round trip.</summary>
internal sealed class RoundTrips : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _count;
    private int _clientSpoke;

    public RoundTrips(NpgsqlDataSource server)
    {
        var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        _listener.Start();
        _accepting = AcceptAsync(connection.Host!, connection.Port);
        connection.Host = "127.0.0.1";
        connection.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        connection.MaxPoolSize = 1;
        Source = NpgsqlDataSource.Create(connection);
    }

    /// <summary>The database, over the counting connection.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>The round trips of an action.</summary>
    public async Task<int> OfAsync(Func<Task> act)
    {
        Volatile.Write(ref _clientSpoke, 0);
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
            _ = PumpAsync(client, server, isClient: true);
            _ = PumpAsync(server, client, isClient: false);
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool isClient)
    {
        using (from)
        {
            var buffer = new byte[65_536];
            try
            {
                while (await from.GetStream().ReadAsync(buffer, _stop.Token) is > 0 and var read)
                {
                    if (Interlocked.Exchange(ref _clientSpoke, isClient ? 1 : 0) == 0 && isClient)
                        Interlocked.Increment(ref _count);
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
}
