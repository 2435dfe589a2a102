namespace Cks.Rbac;

/// <summary>Stable texts of the reasons, as they stand in answers and logs.</summary>
public static class GrantRefusalReasonExtensions
{
    /// <summary>The reason in snake case, such as <c>beyond_holding</c>.</summary>
    public static string ToText(this GrantRefusalReason reason) => reason switch
    {
        GrantRefusalReason.NoIdentity => "no_identity",
        GrantRefusalReason.BorrowedRights => "borrowed_rights",
        GrantRefusalReason.TestClass => "test_class",
        GrantRefusalReason.NotPermitted => "not_permitted",
        GrantRefusalReason.ToOneself => "to_oneself",
        GrantRefusalReason.InvalidPerson => "invalid_person",
        GrantRefusalReason.MissingReason => "missing_reason",
        GrantRefusalReason.TooLong => "too_long",
        GrantRefusalReason.Expired => "expired",
        GrantRefusalReason.InvalidDuration => "invalid_duration",
        GrantRefusalReason.UnknownRole => "unknown_role",
        GrantRefusalReason.UnknownCapability => "unknown_capability",
        GrantRefusalReason.UnknownField => "unknown_field",
        GrantRefusalReason.UnreadableCondition => "unreadable_condition",
        GrantRefusalReason.NotOfARole => "not_of_a_role",
        GrantRefusalReason.NotAssigned => "not_assigned",
        GrantRefusalReason.BeyondHolding => "beyond_holding",
        GrantRefusalReason.DutyConflict => "duty_conflict",
        GrantRefusalReason.TooMany => "too_many",
        GrantRefusalReason.UnknownGrant => "unknown_grant",
        GrantRefusalReason.NotSuspended => "not_suspended",
        GrantRefusalReason.NoGlass => "no_glass",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
