namespace Cks.Auth;

/// <summary>What is known of a subject.</summary>
internal sealed record KnownSubject
{
    public static readonly KnownSubject Nobody = new();

    /// <summary>When the application barred it; <see langword="null"/> when it does not.</summary>
    public DateTimeOffset? BarredAt { get; private init; }

    /// <summary>Of when the provider's record is that bars it; <see langword="null"/> when none does.</summary>
    public DateTimeOffset? BarredByProviderAt { get; private init; }

    /// <summary>When the provider's bar ends by itself.</summary>
    public DateTimeOffset BarredByProviderUntil { get; private init; }

    /// <summary>Until when tokens or API keys of a deleted subject may be left.</summary>
    public DateTimeOffset DeletedUntil { get; private init; }

    public Cutoff? Cutoff { get; private init; }

    /// <summary>The same after an entry of the record.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="mayBeAgain">Whether it may have been applied before: then a lift is for what is older by its time, where otherwise the record's order decides.</param>
    public KnownSubject After(Revocation entry, bool mayBeAgain)
    {
        var until = entry.ExpiresAt ?? DateTimeOffset.MaxValue;
        return entry.Kind switch
        {
            RevocationKind.SubjectBarred => this with { BarredAt = BarredAt > entry.At ? BarredAt : entry.At },
            RevocationKind.SubjectLifted => this with
            {
                BarredAt = mayBeAgain && BarredAt >= entry.At ? BarredAt : null,
                BarredByProviderAt = mayBeAgain && BarredByProviderAt >= entry.At ? BarredByProviderAt : null,
            },
            // Never stale (S27): an older record bars as well. Only how long is the newer one's word.
            RevocationKind.SubjectBarredByProvider when BarredByProviderAt is { } at && entry.At <= at =>
                this with { BarredByProviderUntil = until > BarredByProviderUntil ? until : BarredByProviderUntil },
            RevocationKind.SubjectBarredByProvider => this with { BarredByProviderAt = entry.At, BarredByProviderUntil = until },
            RevocationKind.SubjectLiftedByProvider => BarredByProviderAt < entry.At ? this with { BarredByProviderAt = null } : this,
            RevocationKind.SubjectDeleted => this with { DeletedUntil = until > DeletedUntil ? until : DeletedUntil },
            _ => this with { Cutoff = Cutoff.Later(Cutoff, new(entry.At, until)) },
        };
    }

    public bool IsRefused(DateTimeOffset now) => BarredAt is not null || (BarredByProviderAt is not null && BarredByProviderUntil > now) || DeletedUntil > now;

    /// <summary>The same without what has expired.</summary>
    public KnownSubject At(DateTimeOffset now) => this with
    {
        BarredByProviderAt = BarredByProviderUntil > now ? BarredByProviderAt : null,
        BarredByProviderUntil = BarredByProviderAt is not null && BarredByProviderUntil > now ? BarredByProviderUntil : default,
        DeletedUntil = DeletedUntil > now ? DeletedUntil : default,
        Cutoff = Cutoff?.Until > now ? Cutoff : null,
    };

    /// <summary>Whether nothing is known of it.</summary>
    public bool IsNobody => BarredAt is null && BarredByProviderAt is null && DeletedUntil == default && Cutoff is null;
}
