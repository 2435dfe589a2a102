namespace Cks.Auth;

/// <summary>What a <see cref="Revocation"/> says. The numbers are stored and stay as they are.</summary>
public enum RevocationKind
{
    /// <summary>The session <see cref="Revocation.Id"/> has ended. Nothing opens it again.</summary>
    SessionEnded = 1,

    /// <summary>The token <see cref="Revocation.Id"/> is refused.</summary>
    TokenRevoked = 2,

    /// <summary>
    /// Whatever was issued to the subject <see cref="Revocation.Id"/> (to everybody, when that is empty) at <see cref="Revocation.At"/> or before is refused, and so is every
    /// session that is not known to have begun later.
    /// </summary>
    IssuedBefore = 3,

    /// <summary>The application bars the subject <see cref="Revocation.Id"/> until it lifts that.</summary>
    SubjectBarred = 4,

    /// <summary>The application lifts every bar of the subject <see cref="Revocation.Id"/>, the provider's included.</summary>
    SubjectLifted = 5,

    /// <summary>The provider bars the subject <see cref="Revocation.Id"/>: banned or locked, as its record of <see cref="Revocation.At"/> says.</summary>
    SubjectBarredByProvider = 6,

    /// <summary>
    /// By the provider's record of <see cref="Revocation.At"/> the subject <see cref="Revocation.Id"/> is neither banned nor locked. Lifts what an earlier record said, never what
    /// the application did.
    /// </summary>
    SubjectLiftedByProvider = 7,

    /// <summary>The provider has deleted the subject <see cref="Revocation.Id"/>. Not lifted by anything.</summary>
    SubjectDeleted = 8,

    /// <summary>
    /// The session <see cref="Revocation.Id"/> began at <see cref="Revocation.At"/>. Revokes nothing; spares the session from an <see cref="IssuedBefore"/> of an earlier time.
    /// </summary>
    SessionStarted = 9,
}
