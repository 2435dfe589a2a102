namespace Cks.Auth;

/// <summary>Texts of <see cref="WebhookRejectionReason"/>.</summary>
public static class WebhookRejectionReasonExtensions
{
    /// <summary>The stable text of a reason (<c>signature_invalid</c>), used in answers, metrics and logs.</summary>
    public static string ToText(this WebhookRejectionReason reason) => reason switch
    {
        WebhookRejectionReason.TooLarge => "too_large",
        WebhookRejectionReason.HeaderMissing => "header_missing",
        WebhookRejectionReason.HeaderMalformed => "header_malformed",
        WebhookRejectionReason.TooOld => "too_old",
        WebhookRejectionReason.InFuture => "in_future",
        WebhookRejectionReason.SignatureUnsupported => "signature_unsupported",
        WebhookRejectionReason.SignatureInvalid => "signature_invalid",
        WebhookRejectionReason.BodyMalformed => "body_malformed",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
