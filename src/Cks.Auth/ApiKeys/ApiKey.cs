namespace Cks.Auth;

/// <summary>What there is to know of an API key. Nothing in it helps to use it.</summary>
/// <param name="Id">Its id, which stands in the key in plain text.</param>
/// <param name="Owner">Whose it is: the key never is more than its owner is now (S11).</param>
public sealed record ApiKey(string Id, ApiKeyOwner Owner)
{
    /// <summary>What the owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is of the test class.</summary>
    public bool IsTest { get; init; }

    /// <summary>The capabilities for which it may be used, by name and in order: what was asked for, with wildcards expanded then, as far as whoever made the key held it.</summary>
    public required IReadOnlyList<string> Capabilities { get; init; }

    /// <summary>Networks from which it may be used, as <c>10.0.0.0/8</c> or <c>2001:db8::/32</c>.</summary>
    /// <value>Empty: from everywhere.</value>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who vouches for whoever made it.</summary>
    public required string CreatedByIssuer { get; init; }

    /// <summary>Whoever made it, at that issuer.</summary>
    public required string CreatedBySubject { get; init; }

    /// <summary>When it ends by itself (UTC).</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was revoked (UTC). Nothing makes it valid again.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When it was last used (UTC), to the minute and some seconds late; <see langword="null"/>: never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Whether it is revoked or has expired.</summary>
    public bool IsOver(DateTimeOffset now) => RevokedAt is not null || now >= ExpiresAt;

    /// <summary>The id alone.</summary>
    public override string ToString() => Id;
}
