namespace Cks.Auth;

/// <summary>What this host remembers of the owner of keys.</summary>
internal sealed class KnownApiKeyOwner
{
    // A key was not signed in with at any time: signing out everywhere does not end it, barring or deleting its owner does.
    private static readonly DateTimeOffset Always = DateTimeOffset.MaxValue;

    private readonly ValidatedToken? _token;

    public KnownApiKeyOwner(ApiKeyOwner owner, SessionResolution resolution)
    {
        Resolution = resolution;
        ValidatedToken.TryRestore(owner.Issuer, owner.Subject, null, Always, Always, out _token);
    }

    public SessionResolution Resolution { get; }

    /// <summary>Whether the owner was barred or deleted at their provider (S27).</summary>
    /// <exception cref="RevocationUnavailableException">That is not known, and is not allowed to be.</exception>
    public bool IsBarred(IRevocationCheck? revocations, bool allowUnknown)
    {
        if (revocations is null)
            return false;
        return (_token is null ? RevocationState.Revoked : revocations.Check(_token)) switch
        {
            RevocationState.Revoked => true,
            RevocationState.Clear => false,
            _ => allowUnknown ? false : throw new RevocationUnavailableException(),
        };
    }
}
