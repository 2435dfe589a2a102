namespace Cks.Rbac;

/// <summary>Names and limits of granting.</summary>
public static class CksGrants
{
    /// <summary>Capability of whoever grants: the policy declares it, and a rule without a condition permits it.</summary>
    public const string Create = "grants:create";

    /// <summary>Capability of whoever revokes and suspends.</summary>
    public const string Revoke = "grants:revoke";

    /// <summary>Topic of the notices that the grants of a person changed; the key is <c>{length of issuer}:{issuer}{subject}</c>.</summary>
    public const string Topic = "cks.grants";

    /// <summary>Longest issuer, in characters.</summary>
    public const int LongestIssuer = 250;

    /// <summary>Longest identifier of a person within the issuer, in characters.</summary>
    public const int LongestSubject = 250;

    /// <summary>Longest reason, in characters.</summary>
    public const int LongestReason = 500;

    /// <summary>Longest condition, in characters.</summary>
    public const int LongestCondition = 4_000;

    /// <summary>Most grants of a person in a tenant that have not expired.</summary>
    public const int MostGrants = 200;

    /// <summary>How long broken glass stays open at most.</summary>
    public static readonly TimeSpan LongestBreakGlass = TimeSpan.FromHours(1);
}
