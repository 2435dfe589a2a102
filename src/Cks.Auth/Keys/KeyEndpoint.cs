using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace Cks.Auth;

/// <summary>Fetches an identity provider's documents, trusting it with little: no redirect, no cookie, no compression, 256 KiB, and ten seconds for all that one fetch needs.</summary>
internal sealed class KeyEndpoint(TimeProvider time) : IDisposable
{
    private const int MostBytes = 256 * 1024;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // What is too much is not read to its end for the sake of the connection.
        MaxResponseDrainSize = 0,
        MaxResponseHeadersLength = 16,
    })
    {
        // The whole fetch has one end, which no answer in small pieces puts off.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Whether keys may be fetched from there: https, or http to this machine, and no credentials in the address.</summary>
    public static bool IsAllowed(Uri address) =>
        (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) && address.UserInfo.Length == 0;

    /// <summary>Begins a fetch, which may read several documents until this is cancelled.</summary>
    public CancellationTokenSource Begin() => new(Longest, time);

    /// <summary>
    /// Reads a document. Anything but JSON with status 200 and in size is a <see cref="HttpRequestException"/> or <see cref="IOException"/>; when time runs out, an
    /// <see cref="OperationCanceledException"/>.
    /// </summary>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(Uri address, CancellationToken end)
    {
        using var response = await _http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, end).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new HttpRequestException($"the answer is {(int)response.StatusCode}", null, response.StatusCode);
        if (!MayBeJson(response.Content.Headers.ContentType))
            throw new HttpRequestException("the answer is not JSON");
        var body = await response.Content.ReadAsStreamAsync(end).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
            return await ReadAsync(body, end).ConfigureAwait(false);
    }

    public void Dispose() => _http.Dispose();

    // Counted while reading: what a header says about the length binds nobody, and a body in chunks has none.
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream body, CancellationToken end)
    {
        var (buffer, length) = (ArrayPool<byte>.Shared.Rent(16 * 1024), 0);
        try
        {
            while (await body.ReadAsync(buffer.AsMemory(length), end).ConfigureAwait(false) is > 0 and var read)
            {
                length += read;
                if (length > MostBytes)
                    throw new HttpRequestException($"the answer has more than {MostBytes} bytes");
                if (length == buffer.Length)
                    buffer = Grow(buffer);
            }

            return buffer.AsSpan(0, length).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }

    /// <summary>Key sets on plain file servers come as text or as bytes; what says that it is a page, or anything else, is none.</summary>
    private static bool MayBeJson(MediaTypeHeaderValue? type) => type?.MediaType?.ToLowerInvariant() is null or "application/json" or "text/json" or "text/plain" or "application/octet-stream"
        || type.MediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
}
