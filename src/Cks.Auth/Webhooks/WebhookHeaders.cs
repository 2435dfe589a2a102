using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Cks.Auth;

/// <summary>The three headers of a webhook (Standard Webhooks 1.0.0), of which a caller gives every value that came.</summary>
/// <param name="Id">Values of <c>webhook-id</c> or <c>svix-id</c>.</param>
/// <param name="Timestamp">Values of <c>webhook-timestamp</c> or <c>svix-timestamp</c>.</param>
/// <param name="Signature">Values of <c>webhook-signature</c> or <c>svix-signature</c>.</param>
internal sealed record WebhookHeaders(IReadOnlyList<string?> Id, IReadOnlyList<string?> Timestamp, IReadOnlyList<string?> Signature)
{
    private const int LongestId = 255;
    private const int LongestTimestamp = 12;
    private const int LongestSignature = 4096;

    /// <summary>One whole set; values of the two families are never put together. Where both are whole, the standard's names win.</summary>
    /// <param name="values">Every value of a header, by its lower-case name.</param>
    public static WebhookHeaders Find(Func<string, IReadOnlyList<string?>> values)
    {
        var (standard, svix) = (Of("webhook-"), Of("svix-"));
        return standard.IsWhole || !svix.IsWhole ? standard : svix;

        WebhookHeaders Of(string family) => new(values(family + "id"), values(family + "timestamp"), values(family + "signature"));
    }

    private bool IsWhole => Id.Count > 0 && Timestamp.Count > 0 && Signature.Count > 0;

    public WebhookRejectionReason? Read([NotNull] out string? id, [NotNull] out string? timestamp, out DateTimeOffset sentAt, [NotNull] out string? signatures)
    {
        (id, timestamp, signatures, sentAt) = ("", "", "", default);
        if (!IsWhole)
            return WebhookRejectionReason.HeaderMissing;
        if (Id is not [{ Length: > 0 and <= LongestId } oneId] || Timestamp is not [{ Length: > 0 and <= LongestTimestamp } oneTime]
            || Signature is not [{ Length: <= LongestSignature } oneSignature])
            return WebhookRejectionReason.HeaderMalformed;
        // The dot divides what is signed: with one in the id, the same bytes could be read in two ways.
        if (oneId.AsSpan().ContainsAnyExceptInRange('!', '~') || oneId.Contains('.', StringComparison.Ordinal)
            || oneTime.AsSpan().ContainsAnyExceptInRange('0', '9') || !long.TryParse(oneTime, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > LastSecond)
            return WebhookRejectionReason.HeaderMalformed;
        (id, timestamp, signatures, sentAt) = (oneId, oneTime, oneSignature, DateTimeOffset.FromUnixTimeSeconds(seconds));
        return null;
    }

    private static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();
}
