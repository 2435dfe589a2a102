namespace Cks.Auth;

/// <summary>
/// What was revoked lately is not known: the first full read has not succeeded yet, or the last one is too long ago. Neither a refusal nor a permission: the host answers 503.
/// </summary>
/// <param name="innerException">What was thrown below, if anything.</param>
public sealed class RevocationUnavailableException(Exception? innerException = null)
    : Exception("It is not known which tokens were revoked lately.", innerException);
