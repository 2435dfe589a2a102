namespace Cks.Benchmarks;

/// <summary>
/// Cks.HubConfig, hubs alive. <c>flag-on-off</c>: whether one of twenty flags is on, by its id, against Microsoft.FeatureManagement; <c>flag-on-off-by-name</c>: the same by its name. <c>flag-percentage</c>: whether somebody is in a quarter of all, against its targeting filter.
/// </summary>
internal sealed class HubViewsArea : IRatioArea
{
    public string Name => "hub-views";

    public ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken)
    {
        var flags = new FlagCases();
        return ValueTask.FromResult<IReadOnlyList<RatioCase>>(
        [
            RatioCase.Sync("flag-on-off", flags.Ids, flags.IsOn, flags.PeerIsOn),
            RatioCase.Sync("flag-on-off-by-name", flags.Ids, flags.IsOnByName, flags.PeerIsOn),
            RatioCase.Sync("flag-percentage", flags.Callers, flags.IsIn, flags.PeerIsIn),
        ]);
    }
}
