namespace Cks.HubConfig;

/// <summary>What became of a plugin when the host started.</summary>
public enum HubPluginState
{
    /// <summary>The application has it, and <c>Cks:Hub:Plugins</c> does not list it: none of its code runs.</summary>
    Off,

    /// <summary>What it contributes is in use.</summary>
    InUse,

    /// <summary>It does not fit this host, or contributed what it may not.</summary>
    Refused,

    /// <summary>It threw an exception.</summary>
    Failed,

    /// <summary>It did not end in time.</summary>
    Slow,
}
