namespace Cks.Auth;

/// <summary>Names under which the package reports what it does.</summary>
public static class CksAuthDiagnostics
{
    /// <summary>The meter.</summary>
    public const string MeterName = "Cks.Auth";

    /// <summary>Counter of validated tokens, with the tags <see cref="OutcomeTag"/> and, for refused ones, <see cref="ReasonTag"/>, for good ones <see cref="SourceTag"/>.</summary>
    public const string Validations = "cks.auth.validations";

    /// <summary>Tag: <c>valid</c>, <c>rejected</c> or <c>unavailable</c> (no signing keys, or revocations not known).</summary>
    public const string OutcomeTag = "outcome";

    /// <summary>Tag: the text of a <see cref="TokenRejectionReason"/>.</summary>
    public const string ReasonTag = "reason";

    /// <summary>Tag of good tokens: <c>signature</c> when it was verified now, <c>cache</c> when it was remembered.</summary>
    public const string SourceTag = "source";
}
