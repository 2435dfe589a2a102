using System.Diagnostics.Metrics;
using System.Text;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.HubConfig.Tests;

/// <summary>Going back, hosts that agree, and how they show what they have.</summary>
public sealed class HubRollbackTests
{
    // Without the values, which stand behind the words.
    private static IEnumerable<string> Lines(RevisionOutcome outcome) => outcome.Revision!.Gains.Split('\n').Select(l => l.Split(", and was", StringSplitOptions.None)[0]);

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
        var back = await catalog.RollbackAsync(1, catalog.Revision, Ann, "too short", Token);
        Assert.Equal((true, 3L, 3L, "one"), (back.IsDone, back.Revision!.Value, catalog.Revision, TitleOf(catalog)));
        Assert.Equal(("ann (https://login.example)", "too short", 1L), catalog.Documents.Provenance is var p ? (p.Author, p.Reason, p.Restores!.Value) : default);
        Assert.Equal(HubRollbackState.InUse, (await catalog.RollbackAsync(3, catalog.Revision, Ann, "r", Token)).State);
        Assert.Equal(HubRollbackState.NotKept, (await catalog.RollbackAsync(9, catalog.Revision, Ann, "r", Token)).State);
        await Assert.ThrowsAsync<ArgumentException>(async () => await catalog.RollbackAsync(1, catalog.Revision, Ann, " ", Token));
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
        var back = await hosts.Catalogs[0].RollbackAsync(1, hosts.Catalogs[0].Revision, Ben, "too short", Token);
        Assert.Equal((HubRollbackState.Done, 3L), (back.State, back.Revision!.Value));
        Assert.Equal((3L, "one"), (hosts.Catalogs[0].Revision, TitleOf(hosts.Catalogs[0])));
        await Until(() => hosts.Catalogs[1].Revision == 3 && TitleOf(hosts.Catalogs[1]) == "one");
        Assert.Equal(HubRollbackState.InUse, (await hosts.Catalogs[0].RollbackAsync(1, hosts.Catalogs[0].Revision, Ben, "r", Token)).State);
        Assert.Equal(HubRollbackState.NotKept, (await hosts.Catalogs[0].RollbackAsync(7, 3, Ben, "r", Token)).State);

        await using var careful = Services(secondPerson: true);
        var waiting = await careful.GetRequiredService<RevisionPublisher>().ProposeAsync(RevisionDocuments.Hubs, Of("four"), 3, Ann, "r", Token);
        Assert.True((await careful.GetRequiredService<RevisionPublisher>().ApproveAsync(RevisionDocuments.Hubs, waiting.Revision!.Sequence, Ben, "r", Token)).IsAccepted);
        Assert.Equal(HubRollbackState.Waiting, (await careful.GetRequiredService<HubCatalog>().RollbackAsync(2, 4, Ann, "r", Token)).State);
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
                await Until(() => hosts.Catalogs.All(c => c.Health.State == HubHealthState.Degraded));
                _store.IsGone = false;
            }

            var by = (i % 2 == 0 ? first : second).GetRequiredService<RevisionPublisher>();
            Assert.True((await by.ProposeAsync(RevisionDocuments.Hubs, Of($"{i}"), i, Ann, "r", Token)).IsAccepted);
        }

        await Until(() => hosts.Catalogs.All(c => c.Revision == 21 && TitleOf(c) == "20"));
        Assert.Equal(hosts.Catalogs[0].Documents.Version.Hash, hosts.Catalogs[1].Documents.Version.Hash);
        await Until(() => hosts.Catalogs.All(c => c.Health is { State: HubHealthState.Good, Revision: 21 }));
    }

    [Fact]
    public async Task S26_Rollback_by_somebody_who_has_not_seen_the_newest_revision_is_refused()
    {
        await using var services = Services();
        var publisher = services.GetRequiredService<RevisionPublisher>();
        for (var i = 0; i < 2; i++)
            Assert.True((await publisher.ProposeAsync(RevisionDocuments.Hubs, Of($"{i}"), i, Ann, "r", Token)).IsAccepted);
        var catalog = services.GetRequiredService<HubCatalog>();
        var seen = catalog.Revision;
        Assert.True((await publisher.ProposeAsync(RevisionDocuments.Hubs, Of("emergency"), 2, Ben, "r", Token)).IsAccepted);
        Assert.Equal(HubRollbackState.Overtaken, (await catalog.RollbackAsync(1, seen, Ann, "r", Token)).State);
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.Equal("emergency", TitleOf(catalog));

        using var folder = new TemporaryFolder();
        folder.Write("contractor.v1.json", Named("one"));
        var files = Portal.Catalog(folder.Root);
        folder.Write("contractor.v1.json", Named("two"));
        Assert.True(files.TryReload().IsLoaded);
        Assert.Equal(HubRollbackState.Overtaken, (await files.RollbackAsync(1, 1, Ann, "r", Token)).State);
        Assert.Equal("two", TitleOf(files));
    }

    [Fact]
    public async Task S26_What_anybody_gains_by_a_rollback_or_a_revision_is_told()
    {
        const string Narrow = """{ "schemaVersion": 2, "permissions": { "canViewFinancials": false }, "features": { "messaging": { "kill": true } }, "flags": { "payouts": { "kill": true } } }""";
        await using var services = Services(secondPerson: true);
        var publisher = services.GetRequiredService<RevisionPublisher>();
        await PublishAsync(Of("one", Layers("acme", "{}") with { Tenants = new Dictionary<string, ReadOnlyMemory<byte>>(), Base = Base() }), 0);
        await PublishAsync(Of("one", Layers("acme", Narrow) with { Base = Base() }), 1);
        var back = await publisher.RollBackAsync(RevisionDocuments.Hubs, 1, 2, Ann, "r", Token);
        string[] gains = ["tenant acme: no layer takes anything away any more", "role contractor, tenant acme: canViewFinancials is not taken away any more", "role contractor, tenant acme: feature messaging is on", "role contractor, tenant acme: kill of flag \"payouts\" is removed"];
        Assert.Equal(gains, Lines(back));
        var emptied = await publisher.ProposeAsync(RevisionDocuments.Hubs, Of("one", Layers("acme", "{}") with { Base = Base() }), 3, Ann, "r", Token);
        Assert.Equal(gains[1..], Lines(emptied));

        var lifted = await publisher.ProposeAsync(RevisionDocuments.Hubs, Of("one", Layers("acme", Narrow.Replace("\"payouts\": { \"kill\": true }", "\"payouts\": { \"enabled\": false }", StringComparison.Ordinal)) with { Base = Base() }), 4, Ann, "r", Token);
        Assert.StartsWith("role contractor, tenant acme: kill of flag \"payouts\"", lifted.Revision!.Gains, StringComparison.Ordinal);
        // What tenants may turn on by themselves from now on.
        var left = await publisher.ProposeAsync(RevisionDocuments.Hubs, Of("one", Layers("acme", "{}") with { Base = Base(""", "delegable": ["canViewFinancials"] """) }), 5, Ann, "r", Token);
        Assert.Contains("role contractor: delegable permission \"canViewFinancials\" is new, and is \"base\"", left.Revision!.Gains, StringComparison.Ordinal);

        // In this process alone, of the documents of a role.
        using var folder = new TemporaryFolder();
        folder.Write("contractor.v1.json", Named("one"));
        var catalog = Portal.Catalog(folder.Root);
        folder.Write("contractor.v1.json", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Named("one")).Replace("\"canManageCrews\": true", "\"canManageCrews\": false", StringComparison.Ordinal)));
        Assert.True(catalog.TryReload().IsLoaded);
        var own = new SnapshotStore<HubDocuments>(analyzers: [new TenantsStay()]);
        foreach (var revision in catalog.Store.Revisions.Reverse())
            own.Activate(new(LoadResult<HubDocuments>.From(revision.Value, new()), revision.Content), SnapshotProvenance.Documents);
        Assert.Equal("role contractor: canManageCrews is not taken away any more", own.RollBack(1, "ann", "r").Active!.Provenance.Gains);

        static ReadOnlyMemory<byte>[] Base(string more = "") => [Encoding.UTF8.GetBytes($$"""{ "schemaVersion": 2, "flags": { "payouts": {} }{{more}} }""")];

        async Task PublishAsync(ReadOnlyMemory<byte> content, long seen)
        {
            Assert.True((await publisher.ProposeAsync(RevisionDocuments.Hubs, content, seen, Ann, "r", Token)).IsAccepted);
            Assert.True((await publisher.ApproveAsync(RevisionDocuments.Hubs, seen + 1, Ben, "r", Token)).IsAccepted);
        }
    }

    [Fact]
    public async Task Host_that_missed_a_revision_takes_the_next_one()
    {
        await using var first = Services();
        await using var second = Services();
        var publisher = first.GetRequiredService<RevisionPublisher>();
        Assert.True((await publisher.ProposeAsync(RevisionDocuments.Hubs, Of("one"), 0, Ann, "r", Token)).IsAccepted);
        Assert.True((await publisher.ProposeAsync(RevisionDocuments.Hubs, Of("two", Layers("acme", "{}")), 1, Ann, "r", Token)).IsAccepted);
        var late = second.GetRequiredService<HubCatalog>();
        Assert.True((await publisher.RollBackAsync(RevisionDocuments.Hubs, 1, 2, Ann, "r", Token)).IsAccepted);
        Assert.True((await publisher.ProposeAsync(RevisionDocuments.Hubs, Of("three"), 3, Ann, "r", Token)).IsAccepted);
        Assert.True(late.TryReload().IsLoaded);
        Assert.Equal((4L, "three"), (late.Revision, TitleOf(late)));
    }

    [Fact]
    public async Task Rollback_of_files_is_held_to_the_policy_of_now_and_shown_by_health()
    {
        using var folder = new LayerFolder();
        var catalog = folder.Catalog();
        folder.Write("production.json", """{ "schemaVersion": 2, "permissions": { "canEditProfile": false } }""");
        Assert.True(catalog.TryReload().IsLoaded);
        var policy = Encoding.UTF8.GetString(Portal.PolicyText(Portal.Capabilities, []));
        Activate(policy.Replace("\"canManageCrews\": \"crews:manage\", ", "", StringComparison.Ordinal));
        var refused = await catalog.RollbackAsync(1, 2, Ann, "r", Token);
        Assert.Equal((HubRollbackState.Refused, CksCodes.HubUnknownPermission), (refused.State, refused.Diagnostics[0].Code));
        Activate(policy);
        Assert.True((await catalog.RollbackAsync(1, 2, Ann, "r", Token)).IsDone);
        Assert.Equal(HubHealthState.Degraded, catalog.Health.State);

        // A refused rollback hides no refused source.
        folder.Write("production.json", "{");
        Assert.False(catalog.TryReload().IsLoaded);
        Assert.Equal(HubRollbackState.NotKept, (await catalog.RollbackAsync(99, 3, Ann, "r", Token)).State);
        Assert.Contains(catalog.Health.Problems, p => p.Contains("CKS101", StringComparison.Ordinal));

        void Activate(string text) => folder.Policies.Activate(new(Rbac.PolicyReader.Read("test.rbac.json", Encoding.UTF8.GetBytes(text)), Encoding.UTF8.GetBytes(text)), SnapshotProvenance.Documents).GetOrThrow();
    }

    [Theory]
    [InlineData("contractor.v1.json")]
    [InlineData("production.json")]
    [InlineData("tenants/acme.json")]
    public async Task S26_Rollback_of_files_stays_while_a_document_goes_and_comes_back_as_it_was(string document)
    {
        using var folder = new LayerFolder();
        folder.Tenant("acme", "{}");
        var catalog = folder.Catalog();
        folder.Write("production.json", """{ "schemaVersion": 2, "metadata": { "displayName": "two" } }""");
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.True((await catalog.RollbackAsync(1, 2, Ann, "too short", Token)).IsDone);
        var (back, path) = (catalog.Documents, Path.Combine(folder.FullName, document));
        var bytes = await File.ReadAllBytesAsync(path, Token);

        // Away, half there, and whole again: nobody has changed a word.
        folder.Delete(document);
        catalog.TryReload();
        await File.WriteAllBytesAsync(path, bytes[..1], Token);
        catalog.TryReload();
        Assert.Same(back, catalog.Documents);
        await File.WriteAllBytesAsync(path, bytes, Token);
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.Same(back, catalog.Documents);
        Assert.Null(catalog.Store.SourceRefusal);
        Assert.Contains(catalog.Health.Problems, p => p.Contains("went back", StringComparison.Ordinal));

        // Another word of it is a change.
        await File.WriteAllBytesAsync(path, [.. bytes, (byte)' '], Token);
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.Equal(("two", SnapshotOrigin.Documents), (TitleOf(catalog), catalog.Documents.Provenance.Origin));
        Assert.Equal(HubHealthState.Good, catalog.Health.State);
    }

    [Fact]
    public void S09_After_a_rollback_what_the_kept_revisions_narrowed_stays_denied_while_the_source_is_broken()
    {
        using var folder = new LayerFolder();
        folder.Tenant("acme", """{ "schemaVersion": 2, "permissions": { "canViewFinancials": false } }""");
        var catalog = folder.Catalog();
        folder.Tenant("acme", """{ "schemaVersion": 2, "permissions": { "canCreateJobs": false } }""");
        Assert.True(catalog.TryReload().IsLoaded);
        folder.Tenant("acme", "{");
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.True(catalog.Store.RollBack(1, "ann", "r").IsActivated);
        folder.Write("production.json", "{}");
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.Equal(Portal.Capabilities.Except(["financials:view", "jobs:create"]), LayerFolder.Permitted(catalog, "acme"));
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
        Assert.Equal(new Dictionary<string, long> { [HubMetrics.RevisionGauge] = 1, [HubMetrics.HealthGauge] = 1, [HubMetrics.TenantFaultsGauge] = 1, [HubMetrics.PluginFaultsGauge] = 0 }, measured);
        folder.Tenant("acme", "{}");
        Assert.True(catalog.TryReload().IsLoaded);
        listener.RecordObservableInstruments();
        Assert.Equal(new Dictionary<string, long> { [HubMetrics.RevisionGauge] = 2, [HubMetrics.HealthGauge] = 0, [HubMetrics.TenantFaultsGauge] = 0, [HubMetrics.PluginFaultsGauge] = 0 }, measured);
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
