namespace Cks.Auth;

/// <summary>Why a webhook was refused. The first check that fails is the answer; see <see cref="WebhookRejectionReasonExtensions.ToText"/> for the stable texts.</summary>
public enum WebhookRejectionReason
{
    /// <summary>The body is larger than <see cref="CksWebhookOptions.MaxBodySize"/>.</summary>
    TooLarge,

    /// <summary>There is no whole set of <c>webhook-id</c>, <c>webhook-timestamp</c> and <c>webhook-signature</c>, or of their <c>svix-</c> twins.</summary>
    HeaderMissing,

    /// <summary>A header stands twice, the id is not 1 to 255 visible ASCII characters without a dot, or the timestamp is no whole number of seconds.</summary>
    HeaderMalformed,

    /// <summary>Sent more than five minutes ago.</summary>
    TooOld,

    /// <summary>Sent more than five minutes from now.</summary>
    InFuture,

    /// <summary>None of the signatures is of version <c>v1</c> (HMAC-SHA256).</summary>
    SignatureUnsupported,

    /// <summary>No signature is that of these very bytes with a live secret.</summary>
    SignatureInvalid,

    /// <summary>Signed, but not a JSON object with a type and what an event of that type is about.</summary>
    BodyMalformed,
}
