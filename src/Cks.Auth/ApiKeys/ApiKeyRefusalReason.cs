namespace Cks.Auth;

/// <summary>Why a change of API keys was refused.</summary>
public enum ApiKeyRefusalReason : byte
{
    /// <summary>Whoever asks has no identity or no tenant.</summary>
    NoIdentity,

    /// <summary>Whoever asks acts for somebody else or by a key: neither makes keys.</summary>
    BorrowedRights,

    /// <summary>Whoever asks is not permitted <see cref="CksApiKeys.Create"/> or <see cref="CksApiKeys.Revoke"/>, without a condition.</summary>
    NotPermitted,

    /// <summary>The owner is of another tenant.</summary>
    OtherTenant,

    /// <summary>A test user makes no key that works on real rows, and outside Development nobody makes one for a test user (S19).</summary>
    TestClass,

    /// <summary>The owner has no issuer or subject, or one that is too long.</summary>
    InvalidOwner,

    /// <summary>The owner may not act themselves.</summary>
    OwnerRefused,

    /// <summary>The name, or the reason, is missing or too long.</summary>
    InvalidName,

    /// <summary>A network is not one.</summary>
    InvalidNetwork,

    /// <summary>It would be over before it begins, live for too long, or overlap for too long.</summary>
    InvalidTime,

    /// <summary>No capability is asked for.</summary>
    NoCapability,

    /// <summary>More capabilities, networks or keys than there may be.</summary>
    TooMany,

    /// <summary>A capability that the policy does not declare.</summary>
    UnknownCapability,

    /// <summary>More than whoever asks may hand on: they do not hold it, or for less, or it is for people alone.</summary>
    BeyondHolding,

    /// <summary>There is no such key in this tenant.</summary>
    UnknownKey,

    /// <summary>The key is revoked or has expired.</summary>
    Over,
}
