namespace Cks.Auth;

/// <summary>A webhook as a store remembers it.</summary>
/// <param name="Issuer">The issuer to which its secret is bound (S02).</param>
/// <param name="Id">Its id at that issuer, 1 to 255 characters: the same for every delivery of it.</param>
/// <param name="ExpiresAt">When it may be forgotten, its object's time included.</param>
public sealed record WebhookDelivery(string Issuer, string Id, DateTimeOffset ExpiresAt)
{
    /// <summary>What it is about, such as <c>user_...</c>; empty when that is not known, and then it is never stale.</summary>
    public string ObjectId { get; init; } = "";

    /// <summary>Of when its record of the object is, in whole milliseconds.</summary>
    public DateTimeOffset ObjectAt { get; init; }

    /// <summary>Whether nothing is to follow, so that it is complete once it is stored.</summary>
    public bool IsHandled { get; init; }
}
