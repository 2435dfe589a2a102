using System.Net;
using System.Security.Claims;
using Microsoft.Extensions.Logging;

namespace Cks.Rbac.WebAssembly;

/// <summary>
/// What whoever is signed in may do, asked of the server once and then with the ETag of its answer. It belongs to one person: another principal, as signing in and out make one, starts anew. Whatever cannot be
/// confirmed is nothing: a server that does not answer leaves nothing permitted. Thread-safe.
/// </summary>
public sealed class ClientPermissions
{
    private readonly HttpClient _http;
    private readonly CksPermissionsOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private ClaimsPrincipal? _user;
    private Fetched? _known;
    private Task<Fetched>? _flight;

    internal ClientPermissions(HttpClient http, CksPermissionsOptions options, TimeProvider clock, ILogger log) => (_http, _options, _clock, _log) = (http, options, clock, log);

    /// <summary>Another answer came for the same person; <see cref="PermissionState"/> shows what changed.</summary>
    public event Action? Changed;

    /// <summary>The answer for a person: of the server, or remembered for <see cref="CksPermissionsOptions.RefreshAfter"/>. <see cref="PermissionDocument.None"/> for nobody, and where the server did not answer.</summary>
    public async ValueTask<PermissionDocument> GetAsync(ClaimsPrincipal user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        return (await AskAsync(user, evenIfFresh: false, cancellationToken).ConfigureAwait(false)).Document;
    }

    /// <summary>Asks the server now, such as after it refused what was shown.</summary>
    public async Task RefreshAsync(ClaimsPrincipal user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        await AskAsync(user, evenIfFresh: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same, and when to ask next.</summary>
    internal async ValueTask<Fetched> AskAsync(ClaimsPrincipal user, bool evenIfFresh, CancellationToken cancellationToken)
    {
        Task<Fetched> flight;
        TaskCompletionSource? start = null;
        lock (_gate)
        {
            if (!ReferenceEquals(_user, user))
                (_user, _known, _flight) = (user, null, null);
            if (user.Identity?.IsAuthenticated != true)
                return new(PermissionDocument.None, null, DateTimeOffset.MaxValue);
            if (!evenIfFresh && _known is { } known && _clock.GetUtcNow() < known.Until)
                return known;
            if (_flight is null)
            {
                start = new();
                _flight = FlyAsync(user, _known, start.Task);
            }

            flight = _flight;
        }

        // Nothing of the application runs while the lock is held.
        start?.SetResult();
        return await flight.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<Fetched> FlyAsync(ClaimsPrincipal user, Fetched? before, Task start)
    {
        await start.ConfigureAwait(false);
        var fetched = await FetchAsync(before).ConfigureAwait(false);
        lock (_gate)
        {
            if (!ReferenceEquals(_user, user))
                return fetched;
            (_known, _flight) = (fetched, null);
        }

        if (before is not null && !before.Document.SaysTheSameAs(fetched.Document))
            Changed?.Invoke();
        return fetched;
    }

    private async Task<Fetched> FetchAsync(Fetched? before)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, _clock);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _options.Address);
            if (before?.Tag is { } tag)
                request.Headers.IfNoneMatch.Add(tag);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.NotModified && before is { Tag: not null })
                return before with { Until = _clock.GetUtcNow() + _options.RefreshAfter };
            if (response.StatusCode != HttpStatusCode.OK)
                return Failed($"status {(int)response.StatusCode}");
            // A host that answers unknown paths with its first page does so with 200 as well.
            if (response.Content.Headers.ContentType?.MediaType != "application/json")
                return Failed("an answer that is not JSON");
            if (await ReadAsync(response.Content, timeout.Token).ConfigureAwait(false) is not { } body)
                return Failed("too large an answer");
            return PermissionJson.Read(body.Span) is { } document
                ? new(document, response.Headers.ETag, _clock.GetUtcNow() + _options.RefreshAfter)
                : Failed("an answer that is not of MapCksPermissions");
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Also what a handler of the application throws who has no token to send.
            return Failed(failure.GetType().Name);
        }
    }

    private async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var (bytes, length) = (new byte[Math.Min(_options.MaxBytes, content.Headers.ContentLength ?? 4096) + 1], 0);
            while (await body.ReadAsync(bytes.AsMemory(length), cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                if ((length += read) > _options.MaxBytes)
                    return null;
                if (length == bytes.Length)
                    Array.Resize(ref bytes, Math.Min(2 * length, _options.MaxBytes + 1));
            }

            return bytes.AsMemory(0, length);
        }
    }

    private Fetched Failed(string why)
    {
        PermissionLog.Failed(_log, why);
        return new(PermissionDocument.None, null, _clock.GetUtcNow() + _options.RetryAfter);
    }
}
