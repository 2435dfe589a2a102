namespace Cks.Rbac;

/// <summary>What became of a rule in a decision.</summary>
public enum RuleState : byte
{
    /// <summary>It permits, or it denies.</summary>
    Applies,

    /// <summary>Its condition is false.</summary>
    ConditionFalse,

    /// <summary>Something that its condition asks for is missing. A permit does not apply by it; a deny does, and is then <see cref="Applies"/>.</summary>
    ConditionUnknown,

    /// <summary>It has a condition, and no resource was named.</summary>
    NeedsResource,

    /// <summary>It begins later.</summary>
    NotYet,

    /// <summary>It has ended.</summary>
    Ended,

    /// <summary>It counts only while the person has broken the glass, which is not so.</summary>
    BreakGlassClosed,

    /// <summary>It would permit, and its obligations are not met.</summary>
    ObligationUnmet,

    /// <summary>It is a deny that hides fields, and denies nothing else.</summary>
    HidesFields,
}
