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
    /// Whether this entry ends an earlier one for good. A store drops those that it ends in the transaction that adds it, so that the record does not grow by every ban that was lifted.
    /// </summary>
    /// <param name="earlier">An entry with a lower sequence.</param>
    public bool Ends(Revocation earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return earlier.Id == Id && earlier.Issuer == Issuer && (Kind, earlier.Kind) switch
        {
            (RevocationKind.SubjectLifted, RevocationKind.SubjectBarred or RevocationKind.SubjectBarredByProvider) => true,
            (RevocationKind.SubjectLiftedByProvider, RevocationKind.SubjectBarredByProvider) => earlier.At < At,
            _ => false,
        };
    }

    /// <summary>The kind alone, so that an entry written into a log by accident names nobody.</summary>
    public override string ToString() => Kind.ToString();
}
