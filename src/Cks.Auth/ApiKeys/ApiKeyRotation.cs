namespace Cks.Auth;

/// <summary>A new secret for a key that there is. Its id, and what it may be used for, stay.</summary>
/// <param name="KeyId">The key.</param>
/// <param name="Overlap">How long the secret in use stays valid beside the new one; <see cref="CksApiKeyOptions.MaxOverlap"/> at most. The one before that ends now.</param>
/// <param name="ExpiresAt">When the key ends from now on.</param>
public sealed record ApiKeyRotation(string KeyId, TimeSpan Overlap, DateTimeOffset ExpiresAt);
