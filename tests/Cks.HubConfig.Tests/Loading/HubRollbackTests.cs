using System.Diagnostics.Metrics;
using System.Text;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.HubConfig.Tests;

/// <summary>Going back, hosts that agree, and how they show what they have.</summary>
public sealed class HubRollbackTests
{
    private static readonly RevisionAuthor Ann = new("https://login.example", "ann");
    private static readonly RevisionAuthor Ben = new("https://login.example", "ben");

    private readonly GoneStore _store = new();
    private readonly InProcessChangeBus _bus = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task S26_Rollback_of_files_is_a_new_revision_with_author_and_reason()
    {
        using var folder = new TemporaryFolder();
        folder.Write("contractor.v1.json", Named("one"));
        var catalog = Portal.Catalog(folder.Root);
        folder.Write("contractor.v1.json", Named("two"));
        Assert.True(catalog.TryReload().IsLoaded);
        var back = await catalog.RollbackAsync(1, Ann, "too short", Token);
        Assert.Equal((true, 3L, 3L, "one"), (back.IsDone, back.Revision!.Value, catalog.Revision, TitleOf(catalog)));
        Assert.Equal(("ann (https://login.example)", "too short", 1L), catalog.Documents.Provenance is var p ? (p.Author, p.Reason, p.Restores!.Value) : default);
        Assert.Equal(HubRollbackState.InUse, (await catalog.RollbackAsync(3, Ann, "r", Token)).State);
        Assert.Equal(HubRollbackState.NotKept, (await catalog.RollbackAsync(9, Ann, "r", Token)).State);
        await Assert.ThrowsAsync<ArgumentException>(async () => await catalog.RollbackAsync(1, Ann, " ", Token));
    }

    [Fact]
    public async Task S26_Rollback_of_a_store_is_a_revision_for_all_hosts_and_may_wait_for_a_second_person()
    {
        await using var first = Services();
        await using var second = Services();
        var publisher = first.GetRequiredService<RevisionPublisher>();
        Assert.True((await publisher.ProposeAsync(RevisionDocuments.Hubs, Of("one"), 0, Ann, "r", Token)).IsAccepted);
        await using var hosts = await Hosts.StartAsync(first, second);
        Assert.True((await publisher.ProposeAsync(RevisionDocuments.Hubs, Of("two"), 1, Ann, "r", Token)).IsAccepted);
        await Until(() => hosts.Catalogs.All(c => c.Revision == 2));
        var back = await hosts.Catalogs[0].RollbackAsync(1, Ben, "too short", Token);
        Assert.Equal((HubRollbackState.Done, 3L), (back.State, back.Revision!.Value));
        Assert.Equal((3L, "one"), (hosts.Catalogs[0].Revision, TitleOf(hosts.Catalogs[0])));
        await Until(() => hosts.Catalogs[1].Revision == 3 && TitleOf(hosts.Catalogs[1]) == "one");
        Assert.Equal(HubRollbackState.InUse, (await hosts.Catalogs[0].RollbackAsync(1, Ben, "r", Token)).State);
        Assert.Equal(HubRollbackState.NotKept, (await hosts.Catalogs[0].RollbackAsync(7, Ben, "r", Token)).State);

        await using var careful = Services(secondPerson: true);
        var waiting = await careful.GetRequiredService<RevisionPublisher>().ProposeAsync(RevisionDocuments.Hubs, Of("four"), 3, Ann, "r", Token);
        Assert.True((await careful.GetRequiredService<RevisionPublisher>().ApproveAsync(RevisionDocuments.Hubs, waiting.Revision!.Sequence, Ben, "r", Token)).IsAccepted);
        Assert.Equal(HubRollbackState.Waiting, (await careful.GetRequiredService<HubCatalog>().RollbackAsync(2, Ann, "r", Token)).State);
    }

    [Fact]
    public async Task Two_hosts_on_one_store_converge_while_it_goes_and_comes_back()
    {
        await using var first = Services();
        await using var second = Services();
        var publisher = first.GetRequiredService<RevisionPublisher>();
        Assert.True((await publisher.ProposeAsync(RevisionDocuments.Hubs, Of("0"), 0, Ann, "r", Token)).IsAccepted);
        await using var hosts = await Hosts.StartAsync(first, second);
        for (var i = 1; i <= 20; i++)
        {
            if (i % 5 == 0)
            {
                // The database is gone: what is in use stays, and a reload is an error.
                await Until(() => hosts.Catalogs.All(c => c.Revision == i));
                _store.IsGone = true;
                await _bus.PublishAsync(new(RevisionDocuments.Topic, RevisionDocuments.Hubs, "0"), Token);
                Assert.All(hosts.Catalogs, c => Assert.Throws<IOException>(() => c.TryReload()));
                Assert.All(hosts.Catalogs, c => Assert.Equal((i, $"{i - 1}"), (c.Revision, TitleOf(c))));
                _store.IsGone = false;
            }

            var by = (i % 2 == 0 ? first : second).GetRequiredService<RevisionPublisher>();
            Assert.True((await by.ProposeAsync(RevisionDocuments.Hubs, Of($"{i}"), i, Ann, "r", Token)).IsAccepted);
        }

        await Until(() => hosts.Catalogs.All(c => c.Revision == 21 && TitleOf(c) == "20"));
        Assert.Equal(hosts.Catalogs[0].Documents.Version.Hash, hosts.Catalogs[1].Documents.Version.Hash);
        Assert.All(hosts.Catalogs, c => Assert.Equal((HubHealthState.Good, 21L), (c.Health.State, c.Health.Revision)));
    }

    [Fact]
    public async Task S09_A_revision_may_hold_layers_and_one_that_gives_a_tenant_back_what_it_lost_is_refused()
    {
        await using var services = Services();
        var publisher = services.GetRequiredService<RevisionPublisher>();
        var narrow = Layers("acme", """{ "schemaVersion": 2, "metadata": { "displayName": "Acme" }, "permissions": { "canViewFinancials": false } }""");
        Assert.True((await publisher.ProposeAsync(RevisionDocuments.Hubs, Of("one", narrow), 0, Ann, "r", Token)).IsAccepted);
        var catalog = services.GetRequiredService<HubCatalog>();
        Assert.Equal("Acme", catalog.Current("contractor", "acme")!.Definition.Metadata.DisplayName);
        Assert.DoesNotContain("financials:view", LayerFolder.Permitted(catalog, "acme"));
        Assert.Contains("financials:view", LayerFolder.Permitted(catalog, "main"));

        foreach (var (layers, code) in ((HubRevisionLayers?, string)[])
            [(null, "CKS107"), (Layers("beta", "{}"), "CKS107"), (Layers("acme", "{"), "CKS101"), (Layers("acme", """{ "schemaVersion": 2, "dataFetching": { "endpoints": { "jobs": "/api/scope" } } }"""), "CKS425"), (Layers("acme", """{ "schemaVersion": 2, "$lock": 1 }"""), "CKS104")])
        {
            var refused = await publisher.ProposeAsync(RevisionDocuments.Hubs, Of("two", layers), 1, Ann, "r", Token);
            Assert.StartsWith(code, refused.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Code.Id).FirstOrDefault($"accepted {code}"), StringComparison.Ordinal);
        }

        Assert.True((await publisher.ProposeAsync(RevisionDocuments.Hubs, Of("two", Layers("acme", "{}")), 1, Ann, "it may see them", Token)).IsAccepted);
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.Contains("financials:view", LayerFolder.Permitted(catalog, "acme"));
        Assert.Throws<ArgumentException>(() => Of("three", Layers("a_b", "{}")));
        Assert.Throws<ArgumentException>(() => Of("three", Layers("../a", "{}")));
    }

    [Fact]
    public async Task Gauges_show_revision_health_and_tenants()
    {
        using var folder = new LayerFolder();
        folder.Tenant("acme", "{");
        var registered = new ServiceCollection().AddMetrics().AddSingleton(Portal.Policies(Portal.Capabilities));
        registered.AddCksHubConfig().AddBase(Path.Combine(folder.FullName, "base.json")).AddRoles(Path.Combine(folder.FullName, "{role}.v1.json")).AddTenants(Path.Combine(folder.FullName, "tenants", "{tenant}.json")).AddTargets(Portal.AddTargets);
        await using var services = registered.BuildServiceProvider();
        var catalog = services.GetRequiredService<HubCatalog>();
        var measured = new Dictionary<string, long>();
        using var listener = new MeterListener();
        var mine = services.GetRequiredService<IMeterFactory>().Create(HubMetrics.MeterName);
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (ReferenceEquals(instrument.Meter, mine))
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => measured[tags.Length == 0 ? i.Name : "tagged"] = value);
        listener.SetMeasurementEventCallback<int>((i, value, tags, _) => measured[tags.Length == 0 ? i.Name : "tagged"] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.Equal(new Dictionary<string, long> { [HubMetrics.RevisionGauge] = 1, [HubMetrics.HealthGauge] = 1, [HubMetrics.TenantFaultsGauge] = 1 }, measured);
        folder.Tenant("acme", "{}");
        Assert.True(catalog.TryReload().IsLoaded);
        listener.RecordObservableInstruments();
        Assert.Equal(new Dictionary<string, long> { [HubMetrics.RevisionGauge] = 2, [HubMetrics.HealthGauge] = 0, [HubMetrics.TenantFaultsGauge] = 0 }, measured);
    }

    private static byte[] Named(string title) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Portal.Contractor).Replace("Contractor Portal", title, StringComparison.Ordinal));

    private static string TitleOf(HubCatalog catalog) => catalog.Current("contractor")!.Value.Metadata.DisplayName;

    private static ReadOnlyMemory<byte> Of(string title, HubRevisionLayers? layers = null) => HubRevision.Of(new Dictionary<string, ReadOnlyMemory<byte>> { ["contractor"] = Named(title) }, layers);

    private static HubRevisionLayers Layers(string tenant, string text) => new() { Tenants = new Dictionary<string, ReadOnlyMemory<byte>> { [tenant] = Encoding.UTF8.GetBytes(text) } };

    private static async Task Until(Func<bool> isSo)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Token);
        giveUp.CancelAfter(TimeSpan.FromMinutes(2));
        while (!isSo())
            await Task.Delay(10, giveUp.Token);
    }

    private ServiceProvider Services(bool secondPerson = false)
    {
        var services = new ServiceCollection().AddSingleton<IRevisionStore>(_store).AddSingleton(Portal.Policies(Portal.Capabilities)).AddSingleton<IChangeBus>(_bus);
        services.AddCksHubConfig().AddHubStore(secondPerson).AddTargets(_ => Portal.Targets);
        return services.BuildServiceProvider();
    }

    /// <summary>Hosts that run.</summary>
    private sealed class Hosts(IHostedService[] running, HubCatalog[] catalogs) : IAsyncDisposable
    {
        public HubCatalog[] Catalogs => catalogs;

        public static async Task<Hosts> StartAsync(params ServiceProvider[] hosts)
        {
            IHostedService[] running = [.. hosts.SelectMany(h => h.GetServices<IHostedService>())];
            foreach (var service in running)
                await service.StartAsync(Token);
            return new(running, [.. hosts.Select(h => h.GetRequiredService<HubCatalog>())]);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var service in running)
                await service.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>A store that can be gone.</summary>
    private sealed class GoneStore : IRevisionStore
    {
        private readonly InMemoryRevisionStore _kept = new();

        public volatile bool IsGone;

        public ValueTask<RevisionHead> HeadAsync(string document, CancellationToken cancellationToken = default) => IsGone ? throw new IOException("The database is gone.") : _kept.HeadAsync(document, cancellationToken);

        public IAsyncEnumerable<Revision> HistoryAsync(string document, CancellationToken cancellationToken = default) => IsGone ? throw new IOException("The database is gone.") : _kept.HistoryAsync(document, cancellationToken);

        public ValueTask ChangeAsync(string document, Func<RevisionHead, RevisionChange?> change, CancellationToken cancellationToken = default) => IsGone ? throw new IOException("The database is gone.") : _kept.ChangeAsync(document, change, cancellationToken);
    }
}
