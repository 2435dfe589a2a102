namespace Cks.HubConfig;

/// <summary>In which way a prerequisite cannot be one.</summary>
internal enum FlagOrderFaultKind
{
    /// <summary>Nothing has that name.</summary>
    Unknown,

    /// <summary>It rests on the flag itself.</summary>
    Circle,

    /// <summary>With it the flag rests on too many.</summary>
    TooMany,
}
