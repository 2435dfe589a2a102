using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cks.Tests.TwoPortals;

/// <summary>Stands between a host and PostgreSQL. While it is cut, a connection that listens for notices is closed, and so is each one that asks to; everything else goes through.</summary>
public sealed class NoticeCutter : IAsyncDisposable
{
    private static readonly byte[] Listen = Encoding.ASCII.GetBytes("LISTEN cks_changes");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Socket, byte> _listening = new();
    private readonly IPEndPoint _server;
    private volatile bool _isCut;

    public NoticeCutter(string host, int port)
    {
        _server = new(IPAddress.Parse(host), port);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The port in place of the server's.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections listen now.</summary>
    public int Listening => _listening.Count;

    /// <summary>Whether notices are kept from the host.</summary>
    public bool IsCut
    {
        get => _isCut;
        set
        {
            _isCut = value;
            foreach (var socket in value ? _listening.Keys : [])
                socket.Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = CarryAsync(await _listener.AcceptSocketAsync(_stopping.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It is disposed of.
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using var _ = client;
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        try
        {
            await server.ConnectAsync(_server, _stopping.Token);
            await Task.WhenAny(PumpAsync(client, server, isAsked: true), PumpAsync(server, client, isAsked: false));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Both ends are closed.
        }
        finally
        {
            _listening.TryRemove(client, out var _);
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool isAsked)
    {
        var buffer = new byte[16_384];
        try
        {
            while (await from.ReceiveAsync(buffer, _stopping.Token) is > 0 and var read)
            {
                // A statement of its own, on a connection that waits for its answer: it comes in one piece.
                if (isAsked && buffer.AsSpan(0, read).IndexOf(Listen) >= 0)
                {
                    _listening.TryAdd(from, 0);
                    if (_isCut)
                        return;
                }

                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), _stopping.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Whoever closed it has ended both ways.
        }
    }
}
