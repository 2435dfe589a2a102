namespace Cks.Auth;

/// <summary>What is known about the revocation of a token.</summary>
public enum RevocationState
{
    /// <summary>What was revoked lately is not known; the default, so that nothing forgotten passes for clear.</summary>
    Unknown,

    /// <summary>Not revoked.</summary>
    Clear,

    /// <summary>Revoked.</summary>
    Revoked,
}
