namespace Cks.Benchmarks;

/// <summary>
/// Cks.HubConfig, hubs alive. <c>flag-on-off</c>: whether one of twenty flags is on, against Microsoft.FeatureManagement. <c>flag-percentage</c>: whether somebody is in a quarter of all, against its targeting filter.
/// </summary>
internal sealed class HubViewsArea : IRatioArea
{
    public string Name => "hub-views";

    public ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken)
    {
        var flags = new FlagCases();
        return ValueTask.FromResult<IReadOnlyList<RatioCase>>(
        [
            RatioCase.Sync("flag-on-off", flags.Names, flags.IsOn, flags.PeerIsOn),
            RatioCase.Sync("flag-percentage", flags.Callers, flags.IsIn, flags.PeerIsIn),
        ]);
    }
}
