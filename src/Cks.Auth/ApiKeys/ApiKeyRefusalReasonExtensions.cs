namespace Cks.Auth;

/// <summary>Stable texts of <see cref="ApiKeyRefusalReason"/>, as they stand in answers and logs.</summary>
public static class ApiKeyRefusalReasonExtensions
{
    /// <summary>The reason in snake case, such as <c>beyond_holding</c>.</summary>
    public static string ToText(this ApiKeyRefusalReason reason) => reason switch
    {
        ApiKeyRefusalReason.NoIdentity => "no_identity",
        ApiKeyRefusalReason.BorrowedRights => "borrowed_rights",
        ApiKeyRefusalReason.NotPermitted => "not_permitted",
        ApiKeyRefusalReason.OtherTenant => "other_tenant",
        ApiKeyRefusalReason.TestClass => "test_class",
        ApiKeyRefusalReason.InvalidOwner => "invalid_owner",
        ApiKeyRefusalReason.OwnerRefused => "owner_refused",
        ApiKeyRefusalReason.InvalidName => "invalid_name",
        ApiKeyRefusalReason.InvalidNetwork => "invalid_network",
        ApiKeyRefusalReason.InvalidTime => "invalid_time",
        ApiKeyRefusalReason.NoCapability => "no_capability",
        ApiKeyRefusalReason.TooMany => "too_many",
        ApiKeyRefusalReason.UnknownCapability => "unknown_capability",
        ApiKeyRefusalReason.BeyondHolding => "beyond_holding",
        ApiKeyRefusalReason.UnknownKey => "unknown_key",
        ApiKeyRefusalReason.Over => "over",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
