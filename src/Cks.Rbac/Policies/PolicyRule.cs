using Cks.Core;

namespace Cks.Rbac;

/// <summary>A rule with its wildcards expanded: of the policy, or a permit or deny that was granted to a person.</summary>
internal sealed class PolicyRule
{
    /// <summary>Counts from 1 in a policy; 0 for what was granted.</summary>
    public int Number { get; init; }

    public required string Id { get; init; }

    /// <summary>The role that declares it; empty for what was granted.</summary>
    public string Role { get; init; } = "";

    public bool IsDeny { get; init; }

    public required IReadOnlyList<CapabilityId> Capabilities { get; init; }

    /// <summary>The fields of a permit.</summary>
    public FieldMask Fields { get; init; } = FieldMask.None;

    /// <summary>The fields that a deny hides. Such a deny denies nothing else.</summary>
    public HiddenFields Hidden { get; init; }

    public bool HidesFields { get; init; }

    public Condition? When { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? Until { get; init; }

    public IReadOnlyList<Obligation> Obligations { get; init; } = [];

    /// <summary>Whether it counts only while the person has broken the glass.</summary>
    public bool IsBreakGlass { get; init; }

    /// <summary>The actions as written: <c>orders:*</c> where a wildcard stands.</summary>
    public IReadOnlyList<string> Written { get; init; } = [];

    /// <summary>Where it is written; line and column are looked up only when somebody asks.</summary>
    public SourcePlace Place { get; init; } = SourceLocation.Whole("");

    public SourceLocation Location => Place.Location;

    public bool IsActive(DateTimeOffset now) => !(now < From) && !(now >= Until);
}
