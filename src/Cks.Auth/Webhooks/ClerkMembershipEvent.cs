namespace Cks.Auth;

/// <summary><c>organizationMembership.created</c>, <c>organizationMembership.updated</c> or <c>organizationMembership.deleted</c> of Clerk.</summary>
public sealed record ClerkMembershipEvent : WebhookEvent
{
    internal ClerkMembershipEvent(WebhookEnvelope envelope)
        : base(envelope)
    {
        OrganizationId = Inner(envelope, "organization", "id");
        Subject = Inner(envelope, "public_user_data", "user_id");
        Role = WebhookEnvelope.Text(envelope.Data, "role");
    }

    /// <summary>The membership.</summary>
    public string MembershipId => ObjectId;

    /// <summary>The organization, if it says so.</summary>
    public string? OrganizationId { get; }

    /// <summary>Who is a member, as <c>sub</c> of their tokens says it, if it says so.</summary>
    public string? Subject { get; }

    /// <summary>The role at Clerk, such as <c>org:admin</c>, if it says so. No authority here.</summary>
    public string? Role { get; }

    private static string? Inner(WebhookEnvelope envelope, string of, string name) =>
        envelope.Data.TryGetProperty(of, out var inner) && inner.ValueKind == System.Text.Json.JsonValueKind.Object ? WebhookEnvelope.Text(inner, name) : null;
}
