namespace Cks.HubConfig;

/// <summary>Why a part of a hub is missing in a view.</summary>
internal enum HubAbsenceReason
{
    /// <summary>The policy, or a ceiling above it, refuses the capability.</summary>
    Refused,

    /// <summary>A permission of the hub is false.</summary>
    Withheld,

    /// <summary>The policy declares no such capability or alias.</summary>
    Undeclared,

    /// <summary>The application provides no such target.</summary>
    NotProvided,

    /// <summary>A feature or flag is off.</summary>
    FeatureOff,

    /// <summary>The container around it is missing, or the fallback stands in its place.</summary>
    Around,

    /// <summary>It is a container without data of its own, and nothing that stands in it is shown.</summary>
    Empty,

    /// <summary>The endpoint of that name is missing.</summary>
    NoEndpoint,

    /// <summary>Whoever asks takes no part in the experiment.</summary>
    NotAssigned,

    /// <summary>It is shown as the fallback.</summary>
    Fallback,
}
