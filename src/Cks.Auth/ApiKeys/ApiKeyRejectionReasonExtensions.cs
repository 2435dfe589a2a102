namespace Cks.Auth;

/// <summary>Texts of <see cref="ApiKeyRejectionReason"/>.</summary>
public static class ApiKeyRejectionReasonExtensions
{
    /// <summary>The stable text of a reason (<c>address_not_allowed</c>), used in answers, metrics and logs.</summary>
    public static string ToText(this ApiKeyRejectionReason reason) => reason switch
    {
        ApiKeyRejectionReason.Missing => "missing",
        ApiKeyRejectionReason.MultipleCredentials => "multiple_credentials",
        ApiKeyRejectionReason.Malformed => "malformed",
        ApiKeyRejectionReason.TestKey => "test_key",
        ApiKeyRejectionReason.Unknown => "unknown",
        ApiKeyRejectionReason.TooManyFailures => "too_many_failures",
        ApiKeyRejectionReason.Revoked => "revoked",
        ApiKeyRejectionReason.Expired => "expired",
        ApiKeyRejectionReason.AddressNotAllowed => "address_not_allowed",
        ApiKeyRejectionReason.OwnerRefused => "owner_refused",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
