using System.Text.Json;

namespace Cks.Auth;

/// <summary>A webhook whose signature was checked. What it says is known to come from <see cref="Issuer"/>; it is one of <see cref="ClerkSessionEvent"/>, <see cref="ClerkUserEvent"/>,
/// <see cref="ClerkOrganizationEvent"/>, <see cref="ClerkMembershipEvent"/> and, for every other type, <see cref="OtherWebhookEvent"/>.</summary>
public abstract record WebhookEvent
{
    private protected WebhookEvent(WebhookEnvelope envelope) =>
        (Issuer, DeliveryId, Type, ObjectId, ObjectAt, Data) = (envelope.Issuer, envelope.Id, envelope.Type, envelope.ObjectId, envelope.ObjectAt, envelope.Data);

    /// <summary>The issuer to which the secret is bound.</summary>
    public string Issuer { get; }

    /// <summary>The same for every delivery of this event; a key for whoever must not do something twice, together with <see cref="Issuer"/>.</summary>
    public string DeliveryId { get; }

    /// <summary>What happened, such as <c>user.updated</c>.</summary>
    public string Type { get; }

    /// <summary>What it is about (<c>data.id</c>); empty when it does not say.</summary>
    public string ObjectId { get; }

    /// <summary>Of when this record of the object is: <c>data.updated_at</c>, else the event's <c>timestamp</c>, else when it was sent.</summary>
    public DateTimeOffset ObjectAt { get; }

    /// <summary>
    /// Whether a later record of the same object came before this one: providers deliver in any order. What an older record says must not overwrite what is known. Revocations, deletions
    /// and bans took effect all the same.
    /// </summary>
    public bool IsStale { get; internal init; }

    /// <summary>The <c>data</c> of the event.</summary>
    public JsonElement Data { get; }

    /// <summary>The type alone, so that an event written into a log by accident names nobody.</summary>
    public sealed override string ToString() => Type;
}
