namespace Cks.Auth;

/// <summary>Where nothing can be revoked before it expires.</summary>
internal sealed class NothingRevoked : IRevocationCheck
{
    public long Generation => 0;

    public bool IsCurrent => true;

    public RevocationState Check(ValidatedToken token) => RevocationState.Clear;
}
