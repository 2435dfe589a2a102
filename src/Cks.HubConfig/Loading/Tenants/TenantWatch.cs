namespace Cks.HubConfig;

/// <summary>Who is told of what is wrong with tenants, when it is found.</summary>
/// <param name="Layer">Of layers that cannot be used.</param>
/// <param name="Experiment">Of experiments that cannot be laid over a hub.</param>
/// <param name="Flags">Of flags of plugins that do not go with a layer.</param>
internal sealed record TenantWatch(Action<TenantLayerFault> Layer, Action<ExperimentFault> Experiment, Action<PluginFlagFault> Flags)
{
    /// <summary>Nobody.</summary>
    public static TenantWatch None { get; } = new(_ => { }, _ => { }, _ => { });
}
