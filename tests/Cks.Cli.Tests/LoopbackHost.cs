using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cks.Cli.Tests;

/// <summary>A host on the loopback address that answers with a status for each path, and tells a time that is ahead of ours or none.</summary>
internal sealed class LoopbackHost : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, int> _status;
    private readonly TimeSpan? _ahead;
    private readonly Task _loop;

    public LoopbackHost(Func<string, int> status, TimeSpan? ahead)
    {
        (_status, _ahead) = (status, ahead);
        _listener.Start();
        _loop = AnswerAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
                var path = (await reader.ReadLineAsync(_stop.Token))!.Split(' ')[1];
                while (!string.IsNullOrEmpty(await reader.ReadLineAsync(_stop.Token)))
                {
                }

                var date = _ahead is { } ahead ? $"Date: {(TimeProvider.System.GetUtcNow() + ahead).ToString("r", CultureInfo.InvariantCulture)}\r\n" : "";
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {_status(path)} X\r\n{date}Content-Length: 0\r\nConnection: close\r\n\r\n"), _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
