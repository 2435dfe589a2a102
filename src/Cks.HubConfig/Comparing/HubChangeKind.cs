namespace Cks.HubConfig;

/// <summary>What happened to a value or an item of a hub.</summary>
public enum HubChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>It says something else.</summary>
    Changed,

    /// <summary>It stands at another place of its list.</summary>
    Moved,
}
