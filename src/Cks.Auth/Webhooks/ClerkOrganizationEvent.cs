namespace Cks.Auth;

/// <summary><c>organization.created</c>, <c>organization.updated</c> or <c>organization.deleted</c> of Clerk.</summary>
public sealed record ClerkOrganizationEvent : WebhookEvent
{
    internal ClerkOrganizationEvent(WebhookEnvelope envelope)
        : base(envelope) => (Name, Slug) = (WebhookEnvelope.Text(envelope.Data, "name"), WebhookEnvelope.Text(envelope.Data, "slug"));

    /// <summary>The organization.</summary>
    public string OrganizationId => ObjectId;

    /// <summary>Its name, if it says so.</summary>
    public string? Name { get; }

    /// <summary>Its name in addresses, if it says so.</summary>
    public string? Slug { get; }
}
