using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace Cks.Auth.AspNetCore;

/// <summary>For handlers whose answer takes long: judge the session by the message (S10).</summary>
public static class LongConnectionExtensions
{
    /// <summary>
    /// Fires when the request is aborted or its session is over: within a second of the token's expiry, of a revocation, of the issuer's removal and of <see cref="LiveSessions.End"/>. Without a
    /// session it is <see cref="HttpContext.RequestAborted"/>.
    /// </summary>
    /// <param name="context">The request.</param>
    public static CancellationToken GetSessionAborted(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return LongConnection.For(context)?.Ended ?? context.RequestAborted;
    }

    /// <summary>
    /// Whether the request's session still stands, to be asked before a message is acted on or sent: the token is still good, and the store says of its person what it said at first. Otherwise the
    /// connection ends at once.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <returns><see langword="false"/> also for a request without a session.</returns>
    public static ValueTask<bool> RevalidateSessionAsync(this HttpContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return LongConnection.For(context)?.RevalidateAsync(cancellationToken) ?? ValueTask.FromResult(false);
    }

    /// <summary>The items of a stream for as long as the request's session stands: each is let through after <see cref="RevalidateSessionAsync"/>, and the stream ends where it does not.</summary>
    /// <param name="items">What is sent, or received.</param>
    /// <param name="context">The request.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public static async IAsyncEnumerable<T> WhileSignedInAsync<T>(
        this IAsyncEnumerable<T> items, HttpContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(context);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.GetSessionAborted(), cancellationToken);
        var source = items.GetAsyncEnumerator(either.Token);
        await using (source.ConfigureAwait(false))
        {
            while (await MoveAsync().ConfigureAwait(false))
                yield return source.Current;
        }

        async ValueTask<bool> MoveAsync()
        {
            try
            {
                return await source.MoveNextAsync().ConfigureAwait(false) && await context.RevalidateSessionAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                return false;
            }
        }
    }
}
