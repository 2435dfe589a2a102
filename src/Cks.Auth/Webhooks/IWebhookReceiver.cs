namespace Cks.Auth;

/// <summary>Takes webhooks from whatever received them; <c>MapCksWebhooks</c> of Cks.Auth.AspNetCore does it for HTTP.</summary>
public interface IWebhookReceiver
{
    /// <summary>
    /// Checks headers, time and signature, stores the built-in effect (what ended, who was deleted, banned or locked) together with the webhook's id in one transaction, and then runs the
    /// handlers. What is refused touches neither store nor handlers.
    /// </summary>
    /// <param name="issuer">The sender whose secrets count; one of <see cref="CksWebhookOptions.Issuers"/>.</param>
    /// <param name="headers">Every value of a header, by its lower-case name.</param>
    /// <param name="body">The bytes as they came: a signature is of these and of no others.</param>
    /// <param name="cancellationToken">Gives up; the provider sends the webhook again.</param>
    /// <exception cref="KeyNotFoundException">The issuer is none of the senders.</exception>
    ValueTask<WebhookOutcome> ReceiveAsync(string issuer, Func<string, IReadOnlyList<string?>> headers, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default);
}
