namespace Cks.Auth;

/// <summary>An event of a type that has no record of its own.</summary>
public sealed record OtherWebhookEvent : WebhookEvent
{
    internal OtherWebhookEvent(WebhookEnvelope envelope)
        : base(envelope)
    {
    }
}
