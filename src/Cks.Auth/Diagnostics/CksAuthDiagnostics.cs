namespace Cks.Auth;

/// <summary>Names under which the package reports what it does.</summary>
public static class CksAuthDiagnostics
{
    /// <summary>The meter.</summary>
    public const string MeterName = "Cks.Auth";

    /// <summary>Counter of validated tokens, with the tags <see cref="OutcomeTag"/> and, for refused ones, <see cref="ReasonTag"/>, for good ones <see cref="SourceTag"/>.</summary>
    public const string Validations = "cks.auth.validations";

    /// <summary>
    /// Counter of webhooks, with the tags <see cref="OutcomeTag"/> (<c>accepted</c>, <c>repeated</c>, <c>rejected</c>, or <c>failed</c> when the store or a handler threw) and, for refused ones,
    /// <see cref="ReasonTag"/>.
    /// </summary>
    public const string Webhooks = "cks.auth.webhooks";

    /// <summary>Counter of API keys that were checked, with the tags <see cref="OutcomeTag"/> and, for refused ones, <see cref="ReasonTag"/>.</summary>
    public const string ApiKeys = "cks.auth.api_keys";

    /// <summary>Tag: <c>valid</c>, <c>rejected</c> or <c>unavailable</c> (no signing keys, or revocations not known).</summary>
    public const string OutcomeTag = "outcome";

    /// <summary>Tag: the text of a <see cref="TokenRejectionReason"/>, a <see cref="WebhookRejectionReason"/> or an <see cref="ApiKeyRejectionReason"/>.</summary>
    public const string ReasonTag = "reason";

    /// <summary>Tag of good tokens: <c>signature</c> when it was verified now, <c>cache</c> when it was remembered.</summary>
    public const string SourceTag = "source";

    /// <summary>Counter of fetches of signing keys, with <see cref="OutcomeTag"/>: <c>loaded</c> or <c>failed</c>.</summary>
    public const string KeyFetches = "cks.auth.key_fetches";

    /// <summary>Counter of published keys that are not used, once for each change of the set, with <see cref="ReasonTag"/>: <c>malformed</c>, <c>type</c>, <c>use</c>, <c>algorithm</c>, <c>id</c>, <c>weak</c>, <c>secret</c> or <c>duplicate</c>.</summary>
    public const string KeysIgnored = "cks.auth.keys_ignored";
}
