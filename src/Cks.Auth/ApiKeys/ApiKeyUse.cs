namespace Cks.Auth;

/// <summary>That a key was used.</summary>
/// <param name="KeyId">The key.</param>
/// <param name="At">When (UTC).</param>
public readonly record struct ApiKeyUse(string KeyId, DateTimeOffset At);
