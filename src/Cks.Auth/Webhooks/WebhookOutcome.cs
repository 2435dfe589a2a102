using System.Diagnostics.CodeAnalysis;

namespace Cks.Auth;

/// <summary>What became of a webhook: taken with its event, or refused with the reason.</summary>
public sealed class WebhookOutcome
{
    private WebhookOutcome(WebhookEvent? webhook, bool isRepeated, WebhookRejectionReason? reason) => (Event, IsRepeated, Reason) = (webhook, isRepeated, reason);

    /// <summary>Whether it was taken, now or before.</summary>
    [MemberNotNullWhen(true, nameof(Event))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsAccepted => Event is not null;

    /// <summary>Whether everything about it had been done before, so that nothing was done now.</summary>
    public bool IsRepeated { get; }

    /// <summary>What it says.</summary>
    public WebhookEvent? Event { get; }

    /// <summary>Why it was refused.</summary>
    public WebhookRejectionReason? Reason { get; }

    /// <summary>The outcome of a webhook whose effect is stored and whose handlers are done.</summary>
    public static WebhookOutcome Accepted(WebhookEvent webhook)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return new(webhook, false, null);
    }

    /// <summary>The outcome of another delivery of a webhook that was done before.</summary>
    public static WebhookOutcome Repeated(WebhookEvent webhook)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return new(webhook, true, null);
    }

    /// <summary>The outcome of a refused webhook.</summary>
    public static WebhookOutcome Rejected(WebhookRejectionReason reason) => new(null, false, reason);

    /// <summary><c>accepted</c>, <c>repeated</c> or the text of the reason; never anything from the webhook.</summary>
    public override string ToString() => IsAccepted ? IsRepeated ? "repeated" : "accepted" : Reason.Value.ToText();
}
