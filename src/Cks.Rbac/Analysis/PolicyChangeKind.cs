namespace Cks.Rbac;

/// <summary>What a change is about.</summary>
public enum PolicyChangeKind : byte
{
    /// <summary>A role may do something.</summary>
    Capability,

    /// <summary>A role may read, write, filter or sort by fields.</summary>
    Fields,

    /// <summary>A role may give another role to somebody.</summary>
    Assigns,

    /// <summary>Duties are kept apart; no more of that is a gain.</summary>
    Duty,

    /// <summary>A capability is marked sensitive; no more of that is a gain.</summary>
    Sensitive,

    /// <summary>A role denies what other roles of the same person permit, or hides fields that they show; no more of that is a gain.</summary>
    Denial,

    /// <summary>An alias stands for another capability: a gain of whoever has that one.</summary>
    Alias,
}
