namespace Cks.Auth;

/// <summary>What the validator and long connections ask. In memory and without waiting.</summary>
internal interface IRevocationCheck
{
    /// <summary>Grows whenever some answer of <see cref="Check"/> may have turned to <see cref="RevocationState.Revoked"/>.</summary>
    long Generation { get; }

    /// <summary>Whether answers can be relied on now; while not, <see cref="Check"/> says unknown where it does not know of a revocation.</summary>
    bool IsCurrent { get; }

    RevocationState Check(ValidatedToken token);
}
