namespace Cks.Rbac;

/// <summary>Why a change of grants was refused.</summary>
public enum GrantRefusalReason : byte
{
    /// <summary>Whoever asks has no identity or no tenant.</summary>
    NoIdentity,

    /// <summary>Whoever asks acts for somebody else or by a key: borrowed rights grant nothing.</summary>
    BorrowedRights,

    /// <summary>A test user has rights on test rows only, and grants none on others.</summary>
    TestClass,

    /// <summary>Whoever asks is not permitted <see cref="CksGrants.Create"/> or <see cref="CksGrants.Revoke"/>, without a condition.</summary>
    NotPermitted,

    /// <summary>Nobody grants to themselves.</summary>
    ToOneself,

    /// <summary>The person has no issuer or no identifier, or one that is too long.</summary>
    InvalidPerson,

    /// <summary>No reason is given.</summary>
    MissingReason,

    /// <summary>The reason or the condition is too long.</summary>
    TooLong,

    /// <summary>It would be over before it begins, or is over already.</summary>
    Expired,

    /// <summary>Broken glass stays open for more than no time and <see cref="CksGrants.LongestBreakGlass"/> at most.</summary>
    InvalidDuration,

    /// <summary>The policy declares no such role.</summary>
    UnknownRole,

    /// <summary>The policy declares no such capability.</summary>
    UnknownCapability,

    /// <summary>The resource has no such field.</summary>
    UnknownField,

    /// <summary>The condition is not one that the policy can read.</summary>
    UnreadableCondition,

    /// <summary>A role has no condition and no fields of its own.</summary>
    NotOfARole,

    /// <summary>No role of whoever asks assigns the role for as long.</summary>
    NotAssigned,

    /// <summary>It is more than whoever asks holds now, or for longer.</summary>
    BeyondHolding,

    /// <summary>Duties keep the role apart from one that the person has been granted.</summary>
    DutyConflict,

    /// <summary>The person has <see cref="CksGrants.MostGrants"/> grants.</summary>
    TooMany,

    /// <summary>The person has no such grant in this tenant.</summary>
    UnknownGrant,

    /// <summary>The grant is not suspended.</summary>
    NotSuspended,

    /// <summary>No role of the person has rules for broken glass.</summary>
    NoGlass,
}
