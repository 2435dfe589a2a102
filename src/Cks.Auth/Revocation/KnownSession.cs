namespace Cks.Auth;

/// <summary>What is known of a session.</summary>
/// <param name="IsEnded">It has ended. Stays so.</param>
/// <param name="StartedAt">When it began, if that was recorded.</param>
/// <param name="Until">When no token of it can be left.</param>
internal sealed record KnownSession(bool IsEnded, DateTimeOffset? StartedAt, DateTimeOffset Until)
{
    /// <summary>Both at once. Of two beginnings the earlier, which spares less.</summary>
    public KnownSession With(KnownSession other) => new(
        IsEnded || other.IsEnded,
        StartedAt is null || other.StartedAt < StartedAt ? other.StartedAt ?? StartedAt : StartedAt,
        Until > other.Until ? Until : other.Until);
}
