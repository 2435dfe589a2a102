namespace Cks.Samples.Portal.Keys;

/// <summary>A key that is asked for.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Capabilities">What it may be used for.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="Networks">From where; left out: from everywhere.</param>
internal sealed record NewKeyBody(string? Name, IReadOnlyList<string>? Capabilities, DateTimeOffset ExpiresAt, IReadOnlyList<string>? Networks = null);

/// <summary>A new secret that is asked for.</summary>
/// <param name="ExpiresAt">When the key ends from now on.</param>
/// <param name="OverlapMinutes">How long the one before it stays valid; left out: not at all.</param>
internal sealed record RotateKeyBody(DateTimeOffset ExpiresAt, int OverlapMinutes = 0);

/// <summary>A key, and the text of its new secret, which is shown this once.</summary>
internal sealed record ShownKey(string Id, string Key, IReadOnlyList<string> Capabilities, DateTimeOffset ExpiresAt)
{
    /// <summary>The id alone.</summary>
    public override string ToString() => Id;
}

/// <summary>A key as it is listed.</summary>
internal sealed record ListedKey(
    string Id, string Name, IReadOnlyList<string> Capabilities, IReadOnlyList<string> Networks, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt);

/// <summary>A key that ended.</summary>
internal sealed record EndedKey(string Id);
