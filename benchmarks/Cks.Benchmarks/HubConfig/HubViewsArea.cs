using System.Collections.Concurrent;
using Cks.HubConfig;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Benchmarks;

/// <summary>
/// Cks.HubConfig, hubs alive. <c>flag-on-off</c>: whether one of twenty flags is on, by its id, against Microsoft.FeatureManagement; <c>flag-on-off-by-name</c>: the same by its name. <c>flag-percentage</c>: whether somebody is in a quarter of all, against its targeting filter.
/// <c>view-composed</c>: a view of 30 links, 40 widgets and 10 flags with its JSON, against serialising the same view by System.Text.Json, source-generated. <c>view-cached</c>: the same remembered, against a hit of a
/// <see cref="ConcurrentDictionary{TKey, TValue}"/> with the same keys. <c>304</c>: over Kestrel, against a static 200 of the same size.
/// </summary>
internal sealed class HubViewsArea : IRatioArea
{
    public string Name => "hub-views";

    private readonly List<IAsyncDisposable> _owned = [];

    public async ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken)
    {
        var flags = new FlagCases();
        return
        [
            RatioCase.Sync("flag-on-off", flags.Ids, flags.IsOn, flags.PeerIsOn),
            RatioCase.Sync("flag-on-off-by-name", flags.Ids, flags.IsOnByName, flags.PeerIsOn),
            RatioCase.Sync("flag-percentage", flags.Callers, flags.IsIn, flags.PeerIsIn),
            .. ViewCases.Create(),
            await NotModifiedCase.CreateAsync("304", AddHub, app => app.MapCksHub("/"), _owned, cancellationToken),
        ];
    }

    private static void AddHub(IServiceCollection services)
    {
        services.AddCksRbac().AddPolicy("views.rbac.json", ViewDocuments.Policy);
        services.AddCksHubConfig().AddRoles(HubSource.Memory(new Dictionary<string, ReadOnlyMemory<byte>> { ["manager"] = ViewDocuments.Hub })).AddTargets(ViewDocuments.AddTargets);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in Enumerable.Reverse(_owned))
            await owned.DisposeAsync();
    }
}
