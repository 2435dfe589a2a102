namespace Cks.Auth;

/// <summary>
/// An issuer's signing keys were never loaded and cannot be loaded now. Nothing is known about the token, so this is neither a refusal nor a permission: the
/// host answers 503.
/// </summary>
public sealed class SigningKeysUnavailableException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="issuer">The configured issuer.</param>
    /// <param name="problem">What went wrong, in words that may be logged.</param>
    /// <param name="innerException">What was thrown below, if anything.</param>
    public SigningKeysUnavailableException(string issuer, string problem, Exception? innerException = null)
        : base($"The signing keys of {issuer} are not available: {problem}.", innerException) => (Issuer, Problem) = (issuer, problem);

    /// <summary>The configured issuer.</summary>
    public string Issuer { get; }

    /// <summary>What went wrong, in words that may be logged.</summary>
    public string Problem { get; }
}
