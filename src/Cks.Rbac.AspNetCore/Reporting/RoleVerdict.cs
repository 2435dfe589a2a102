namespace Cks.Rbac.AspNetCore;

/// <summary>What a role gets at an endpoint.</summary>
/// <param name="Reach">How far it gets.</param>
/// <param name="Needs">What has to be beside the role, such as <c>step-up</c> or <c>until 2027-01-01T00:00:00Z</c>.</param>
internal readonly record struct RoleVerdict(RoleReach Reach, IReadOnlyList<string> Needs)
{
    /// <summary>Nothing is asked of the role.</summary>
    public static RoleVerdict Yes { get; } = new(RoleReach.Yes, []);

    /// <summary>Nothing helps.</summary>
    public static RoleVerdict No { get; } = new(RoleReach.No, []);

    /// <summary>Both are asked.</summary>
    public RoleVerdict And(RoleVerdict other) => Reach == RoleReach.No || other.Reach == RoleReach.No
        ? No
        : new(Reach < other.Reach ? Reach : other.Reach, [.. Needs.Union(other.Needs, StringComparer.Ordinal)]);

    /// <summary>One of the two is enough: the one that gets farther, with less beside it.</summary>
    public RoleVerdict Or(RoleVerdict other) => other.Reach > Reach || (other.Reach == Reach && other.Needs.Count < Needs.Count) ? other : this;
}
