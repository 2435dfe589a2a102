namespace Cks.Auth;

/// <summary>A key as a store keeps it.</summary>
/// <param name="Key">What there is to know of it.</param>
/// <param name="Current">Its secret.</param>
/// <param name="Previous">The secret before that, until it ends; <see langword="null"/> where there is none.</param>
public sealed record StoredApiKey(ApiKey Key, ApiKeyHash Current, ApiKeyHash? Previous = null)
{
    /// <summary>The key's id alone.</summary>
    public override string ToString() => Key.Id;
}
