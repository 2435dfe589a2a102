using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>Headers, time, signature, event; then effect and id in one append, then handlers, then the note that they are done.</summary>
internal sealed class WebhookReceiver(
    IOptions<CksWebhookOptions> options, IEnumerable<IWebhookHandler> handlers, IRevocationStore store, Revocations revocations, TimeProvider time, WebhookMetrics metrics,
    ILogger<WebhookReceiver>? logger = null) : IWebhookReceiver
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    // Providers try for a day and a bit (Svix: 28 hours).
    private static readonly TimeSpan Memory = TimeSpan.FromDays(3);

    private readonly ILogger _log = logger ?? NullLogger<WebhookReceiver>.Instance;
    private readonly IWebhookHandler[] _handlers = [.. handlers];

    public async ValueTask<WebhookOutcome> ReceiveAsync(
        string issuer, Func<string, IReadOnlyList<string?>> headers, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(headers);
        if (Verify(issuer, headers, body, out var webhook) is { } refused)
            return Reject(refused);
        try
        {
            return await HandleAsync(webhook!, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            metrics.Failed();
            AuthLog.WebhookFailed(_log, e.GetType().Name, webhook!.GetType().Name);
            throw;
        }
    }

    private WebhookRejectionReason? Verify(string issuer, Func<string, IReadOnlyList<string?>> headers, ReadOnlyMemory<byte> body, out WebhookEvent? webhook)
    {
        webhook = null;
        if (!options.Value.Senders.TryGetValue(issuer, out var secrets))
            throw new KeyNotFoundException($"{issuer} is no sender of webhooks here.");
        if (body.Length > options.Value.MaxBodySize)
            return WebhookRejectionReason.TooLarge;
        if (WebhookHeaders.Find(headers).Read(out var id, out var timestamp, out var sentAt, out var signatures) is { } malformed)
            return malformed;
        var age = time.GetUtcNow() - sentAt;
        if (age > Tolerance)
            return WebhookRejectionReason.TooOld;
        if (age < -Tolerance)
            return WebhookRejectionReason.InFuture;
        if (WebhookSignature.Check(signatures, id, timestamp, body.Span, WebhookSecret.Keys(secrets)) is { } unsigned)
            return unsigned;
        webhook = WebhookReader.Read(issuer, id, sentAt, body);
        return webhook is null ? WebhookRejectionReason.BodyMalformed : null;
    }

    private async ValueTask<WebhookOutcome> HandleAsync(WebhookEvent webhook, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var delivery = new WebhookDelivery(webhook.Issuer, webhook.DeliveryId, now + Memory)
        {
            ObjectId = webhook.ObjectId,
            ObjectAt = webhook.ObjectAt,
            IsHandled = _handlers.Length == 0,
        };
        var receipt = await revocations.CommitAsync(WebhookEffects.Of(webhook, revocations, now), delivery, cancellationToken).ConfigureAwait(false);
        webhook = webhook with { IsStale = receipt.IsStale };
        if (receipt is { IsRepeated: true, IsHandled: true })
        {
            metrics.Repeated();
            return WebhookOutcome.Repeated(webhook);
        }

        foreach (var handler in _handlers)
            await handler.HandleAsync(webhook, cancellationToken).ConfigureAwait(false);

        // Whoever hung up meanwhile: what is done is done.
        if (!receipt.IsHandled)
            await store.CompleteAsync(webhook.Issuer, webhook.DeliveryId, CancellationToken.None).ConfigureAwait(false);
        metrics.Accepted();
        return WebhookOutcome.Accepted(webhook);
    }

    private WebhookOutcome Reject(WebhookRejectionReason reason)
    {
        metrics.Rejected(reason.ToText());
        AuthLog.WebhookRejected(_log, reason.ToText());
        return WebhookOutcome.Rejected(reason);
    }
}
