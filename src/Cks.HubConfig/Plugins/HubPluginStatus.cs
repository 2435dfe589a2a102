namespace Cks.HubConfig;

/// <summary>How a plugin is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">What became of it when the host started.</param>
/// <param name="Version">The version that it says it is; <see langword="null"/> where that is not known.</param>
/// <param name="Problem">What is wrong with it, in words; empty where nothing is.</param>
public sealed record HubPluginStatus(string Id, HubPluginState State, string? Version, string Problem);
