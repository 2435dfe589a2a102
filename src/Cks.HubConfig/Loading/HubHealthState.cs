namespace Cks.HubConfig;

/// <summary>How well hubs are.</summary>
public enum HubHealthState
{
    /// <summary>What stands at the source is in use.</summary>
    Good,

    /// <summary>Hubs are served, and something is wrong: documents or layers were refused, a source does not answer, or the copy on disk is in use.</summary>
    Degraded,

    /// <summary>The documents that are built in are in use and permit nothing, or the copy on disk is too old to start from again.</summary>
    Unhealthy,
}
