namespace Cks.Auth;

/// <summary>
/// What an application does with webhooks of its own accord, such as writing a changed name into its database. Register as many as are needed; they run one after the other, in the order of
/// their registration, after the built-in effect is stored.
/// </summary>
/// <remarks>
/// At least once: what throws is answered with 500, the provider sends the webhook again with the same id, and then every handler runs again, those that were done included. A delivery
/// that comes while another of the same webhook is being handled runs them a second time beside it. So make them idempotent, by (<see cref="WebhookEvent.Issuer"/>,
/// <see cref="WebhookEvent.DeliveryId"/>) in the transaction of the effect. Once all are done and that is stored, no further delivery runs any.
/// </remarks>
public interface IWebhookHandler
{
    /// <summary>Handles an event; those of no interest are left alone.</summary>
    ValueTask HandleAsync(WebhookEvent webhook, CancellationToken cancellationToken = default);
}
