namespace Cks.HubConfig;

/// <summary>Why a flag is on or off. Closed: the reasons of one version are all there are.</summary>
public enum FlagReason
{
    /// <summary>There is no feature or flag of that name: off.</summary>
    Unknown,

    /// <summary>Its kill switch is thrown: off.</summary>
    Killed,

    /// <summary>It is not enabled, or the feature of the same name is not: off.</summary>
    Disabled,

    /// <summary>Another one on which it rests is off, so it is: <see cref="FlagAnswer.Prerequisite"/>.</summary>
    PrerequisiteOff,

    /// <summary>Its window has not begun: off.</summary>
    NotYet,

    /// <summary>Its window has ended: off.</summary>
    Over,

    /// <summary>It is on for everybody for whom no rule says otherwise: on.</summary>
    Everybody,

    /// <summary>No rule matches, and it is on for nobody else: off.</summary>
    NoRule,

    /// <summary>A rule matches, and is on or off for all that it matches: <see cref="FlagAnswer.Rule"/>.</summary>
    Rule,

    /// <summary>The unit is in the share: on.</summary>
    InShare,

    /// <summary>The unit is not in the share: off.</summary>
    OutsideShare,

    /// <summary>There is a share to be in, and the one who asks has no unit: off, and never a matter of chance.</summary>
    NoUnit,
}
