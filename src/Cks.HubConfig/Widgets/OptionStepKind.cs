namespace Cks.HubConfig;

/// <summary>What a migration does with an option.</summary>
internal enum OptionStepKind
{
    /// <summary>It gets another name and keeps its value.</summary>
    Rename,

    /// <summary>It is taken out.</summary>
    Remove,

    /// <summary>It gets a value where it has none.</summary>
    Default,

    /// <summary>Some of its texts become others.</summary>
    Map,
}
