namespace Cks.HubConfig;

/// <summary>How long the host waits for plugins, and how much of their lateness it bears.</summary>
public sealed class HubPluginOptions
{
    /// <summary>How long a plugin may take to be made and to contribute when the host starts; all of them do it at once.</summary>
    /// <value>Default: 5 seconds.</value>
    public TimeSpan ContributeWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long data loaders may take for one call; all of a view are called at once.</summary>
    /// <value>Default: 2 seconds.</value>
    public TimeSpan LoadWithin { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many calls of one plugin that were given up may still run; with that many, or as many as run at once, it is not asked until one of them ends.</summary>
    /// <value>Default: 4.</value>
    public int MostLate { get; set; } = 4;

    /// <summary>How many calls of one plugin run at once; whoever comes then waits for one to end, within the time of a call.</summary>
    /// <value>Default: 16.</value>
    public int MostCalls { get; set; } = 16;

    /// <summary>How many bytes the data of all widgets of one call has at most; beyond that it gives none. That of one widget has 1 MiB at most.</summary>
    /// <value>Default: 8 MiB.</value>
    public int MostBytes { get; set; } = 8 * 1024 * 1024;
}
