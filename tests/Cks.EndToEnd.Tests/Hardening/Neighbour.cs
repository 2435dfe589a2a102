using System.Net;
using System.Net.Sockets;
using Cks.Tests.Portal;

namespace Cks.Tests.Hardening;

/// <summary>Somebody at another address of this machine.</summary>
internal static class Neighbour
{
    public static HttpClient At(RunningPortal portal, string address) => At(portal.Address, address);

    public static HttpClient At(string portal, string address) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = new(portal) };

    /// <summary>Sends a request with these headers.</summary>
    public static async Task<HttpResponseMessage> AskAsync(this HttpClient http, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
