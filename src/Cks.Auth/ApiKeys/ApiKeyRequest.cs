namespace Cks.Auth;

/// <summary>A key that somebody asks for.</summary>
/// <param name="Owner">Whose it shall be; in the tenant of whoever asks.</param>
/// <param name="Name">What it is called; 1 to <see cref="CksApiKeys.LongestName"/> characters.</param>
/// <param name="Capabilities">What it may be used for: capabilities, or all of a resource as <c>orders:*</c>, which is expanded now and once for all.</param>
/// <param name="ExpiresAt">When it ends; <see cref="CksApiKeyOptions.MaxLifetime"/> from now at most.</param>
public sealed record ApiKeyRequest(ApiKeyOwner Owner, string Name, IReadOnlyList<string> Capabilities, DateTimeOffset ExpiresAt)
{
    /// <summary>From where it may be used: networks as <c>10.0.0.0/8</c> and single addresses.</summary>
    /// <value>Empty: from everywhere.</value>
    public IReadOnlyList<string> Networks { get; init; } = [];
}
