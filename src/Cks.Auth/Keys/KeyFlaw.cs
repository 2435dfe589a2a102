namespace Cks.Auth;

/// <summary>Why a key of a fetched set is not used. The names stand, in lower case, in logs and metrics.</summary>
internal enum KeyFlaw
{
    /// <summary>It is no JSON object, or its numbers are missing, of the wrong length, or no point of the curve.</summary>
    Malformed,

    /// <summary>Another kind of key, or another curve.</summary>
    Type,

    /// <summary>For another use than signatures, or not for verifying them.</summary>
    Use,

    /// <summary>For an algorithm that is none of ours, or not one of this kind of key.</summary>
    Algorithm,

    /// <summary><c>kid</c> is no text.</summary>
    Id,

    /// <summary>It can be broken, or takes too long.</summary>
    Weak,

    /// <summary>It came with what only the issuer may know, so that anybody may have it now.</summary>
    Secret,

    /// <summary>Another key has the same <c>kid</c>: which of them is meant cannot be known.</summary>
    Duplicate,
}
