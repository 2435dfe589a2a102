namespace Cks.Auth;

/// <summary>One entry of the record of revocations, as a store keeps it: a fact that is added and never changed.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Issuer">The issuer, compared ordinally (S02).</param>
/// <param name="Id">The session, token or subject at that issuer, 1 to 255 characters, compared ordinally; empty where everybody is meant.</param>
/// <param name="At">The time that the kind speaks of, in whole milliseconds.</param>
/// <param name="ExpiresAt">When nothing can depend on it any more and a store may drop it; <see langword="null"/> for never.</param>
public sealed record Revocation(RevocationKind Kind, string Issuer, string Id, DateTimeOffset At, DateTimeOffset? ExpiresAt)
{
    /// <summary>
    /// Whether an earlier entry says nothing any more beside this one: a bar that is lifted, or the same said again and for at least as long. A store drops those that it ends in the transaction that adds it, so that the
    /// record grows neither by every ban that was lifted nor by every webhook that repeats one.
    /// </summary>
    /// <param name="earlier">An entry with a lower sequence.</param>
    public bool Ends(Revocation earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return earlier.Id == Id && earlier.Issuer == Issuer && (Kind, earlier.Kind) switch
        {
            (RevocationKind.SubjectLifted, RevocationKind.SubjectBarred or RevocationKind.SubjectBarredByProvider) => true,
            (RevocationKind.SubjectLiftedByProvider, RevocationKind.SubjectBarredByProvider) => earlier.At < At,
            _ when earlier.Kind == Kind && IsAboutSubjects => earlier.At <= At && (ExpiresAt is null || earlier.ExpiresAt <= ExpiresAt),
            _ => false,
        };
    }

    /// <summary>Whether it is about persons, who stay, and not about sessions and tokens, whose entries expire soon.</summary>
    internal bool IsAboutSubjects => Kind is not (RevocationKind.SessionEnded or RevocationKind.SessionStarted or RevocationKind.TokenRevoked);

    /// <summary>The kind alone, so that an entry written into a log by accident names nobody.</summary>
    public override string ToString() => Kind.ToString();
}
