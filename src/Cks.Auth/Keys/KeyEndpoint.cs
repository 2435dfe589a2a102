using System.Net;

namespace Cks.Auth;

/// <summary>Fetches an identity provider's documents, trusting it with little: no redirects, no cookies, five seconds, one mebibyte.</summary>
internal sealed class KeyEndpoint : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = TimeSpan.FromSeconds(5),
        MaxResponseContentBufferSize = 1024 * 1024,
    };

    /// <summary>Whether keys may be fetched from there: https, or http to this machine, and no credentials in the address.</summary>
    public static bool IsAllowed(Uri address) =>
        (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) && address.UserInfo.Length == 0;

    /// <summary>
    /// Reads a document; anything but 200 in time and size is a <see cref="HttpRequestException"/> or, when time runs out, an
    /// <see cref="OperationCanceledException"/>.
    /// </summary>
    public async Task<byte[]> ReadAsync(Uri address)
    {
        using var response = await _http.GetAsync(address, HttpCompletionOption.ResponseContentRead, CancellationToken.None).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new HttpRequestException($"the answer is {(int)response.StatusCode}", null, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync(CancellationToken.None).ConfigureAwait(false);
    }

    public void Dispose() => _http.Dispose();
}
