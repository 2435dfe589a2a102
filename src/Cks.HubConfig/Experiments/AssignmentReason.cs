namespace Cks.HubConfig;

/// <summary>Why somebody is in a variant or in none. Closed: the reasons of one version are all there are.</summary>
public enum AssignmentReason
{
    /// <summary>There is no experiment of that name.</summary>
    Unknown,

    /// <summary>Its kill switch is thrown.</summary>
    Killed,

    /// <summary>Its window has not begun.</summary>
    NotYet,

    /// <summary>Its window has ended.</summary>
    Over,

    /// <summary>The flag that it asks for is off.</summary>
    FlagOff,

    /// <summary>It is for others.</summary>
    NotInAudience,

    /// <summary>Who asks has no unit: they take part in nothing, and never by chance.</summary>
    NoUnit,

    /// <summary>The unit is not in the part of the group that the experiment has.</summary>
    OutsideGroup,

    /// <summary>The unit is in the range of no variant.</summary>
    NotEnrolled,

    /// <summary>The unit is in the range of the variant.</summary>
    Enrolled,
}
