using System.Text;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.HubConfig.Tests;

/// <summary>Hub documents that come from a store of revisions.</summary>
public sealed class HubStoreTests
{
    private static readonly RevisionAuthor Ann = new("https://login.example", "ann");

    private readonly InMemoryRevisionStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_revision_is_of_all_documents_and_comes_into_use_without_a_restart()
    {
        await using var services = Services();
        var publisher = services.GetRequiredService<RevisionPublisher>();
        Assert.Equal(CksCodes.DocumentMissing, Assert.Throws<CksConfigurationException>(services.GetRequiredService<HubCatalog>).Diagnostics[0].Code);
        Assert.True((await publisher.ProposeAsync(RevisionDocuments.Hubs, Of(Portal.Contractor), 0, Ann, "the first", Token)).IsAccepted);

        var hosted = services.GetServices<IHostedService>().ToArray();
        foreach (var service in hosted)
            await service.StartAsync(Token);
        var catalog = services.GetRequiredService<HubCatalog>();
        Assert.Equal(("Contractor Portal", 1L), (catalog.Current("contractor")!.Value.Metadata.DisplayName, catalog.Current("contractor")!.Provenance.Revision!.Value));

        var renamed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Portal.Contractor).Replace("Contractor Portal", "Portal", StringComparison.Ordinal));
        await publisher.ProposeAsync(RevisionDocuments.Hubs, Of(renamed), 1, Ann, "a shorter name", Token);
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (catalog.Documents.Provenance.Revision != 2)
            await Task.Delay(10, giveUp.Token);
        Assert.Equal("Portal", catalog.Current("contractor")!.Value.Metadata.DisplayName);
        foreach (var service in hosted)
            await service.StopAsync(Token);
    }

    [Fact]
    public async Task What_a_host_would_refuse_is_not_accepted()
    {
        await using var services = Services();
        var publisher = services.GetRequiredService<RevisionPublisher>();
        var pointless = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Portal.Contractor).Replace("\"/crews\"", "\"/nowhere\"", StringComparison.Ordinal));
        foreach (var content in (ReadOnlyMemory<byte>[])[Of(pointless), "{}"u8.ToArray(), "contractor\n-1\n"u8.ToArray(), "contractor\n999\n{}"u8.ToArray(), Of("{"u8.ToArray())])
            Assert.Equal(RevisionRefusal.Findings, (await publisher.ProposeAsync(RevisionDocuments.Hubs, content, 0, Ann, "r", Token)).Refusal);
        Assert.Throws<ArgumentException>(() => HubRevision.Of(new Dictionary<string, ReadOnlyMemory<byte>>()));
        Assert.Throws<ArgumentException>(() => HubRevision.Of(new Dictionary<string, ReadOnlyMemory<byte>> { ["a\nb"] = default }));
    }

    [Fact]
    public async Task S16_a_policy_that_the_hubs_in_force_do_not_fit_is_not_accepted()
    {
        var registered = new ServiceCollection().AddSingleton<IRevisionStore>(_store);
        registered.AddCksRbac().AddPolicyStore();
        registered.AddCksHubConfig().AddHubStore().AddTargets(_ => Portal.Targets);
        await using var services = registered.BuildServiceProvider();
        var publisher = services.GetRequiredService<RevisionPublisher>();
        var policy = Encoding.UTF8.GetString(Portal.PolicyText(Portal.Capabilities, []));
        Assert.True((await ProposeAsync(policy, 0)).IsAccepted);
        // As long as no hubs are in use any policy may follow.
        Assert.True((await ProposeAsync(policy.Replace("\"canManageCrews\": \"crews:manage\", ", "", StringComparison.Ordinal), 1)).IsAccepted);
        Assert.True((await ProposeAsync(policy, 2)).IsAccepted);
        services.GetRequiredService<SnapshotLoader<Rbac.Policy>>().Reload();
        Assert.True((await publisher.ProposeAsync(RevisionDocuments.Hubs, Of(Portal.Contractor), 0, Ann, "the first", Token)).IsAccepted);
        services.GetRequiredService<HubCatalog>();

        var refused = await ProposeAsync(policy.Replace("\"canManageCrews\": \"crews:manage\", ", "", StringComparison.Ordinal), 3);
        Assert.Equal(RevisionRefusal.Findings, refused.Refusal);
        Assert.Contains(refused.Diagnostics, d => d.Message.Contains("canManageCrews", StringComparison.Ordinal));
        // One that they fit is accepted, and both begin.
        Assert.True((await ProposeAsync(Encoding.UTF8.GetString(Portal.PolicyText([], Portal.Capabilities)), 3)).IsAccepted);
        services.GetRequiredService<SnapshotLoader<Rbac.Policy>>().Reload();
        Assert.Equal(4, services.GetRequiredService<SnapshotStore<Rbac.Policy>>().Current.Provenance.Revision);

        ValueTask<RevisionOutcome> ProposeAsync(string text, long seen) => publisher.ProposeAsync(RevisionDocuments.Policy, Encoding.UTF8.GetBytes(text), seen, Ann, "r", Token);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task S16_a_second_person_who_was_asked_for_once_stays_asked_for(bool first, bool second)
    {
        await using var services = Services(b => b.AddHubStore(first).AddHubStore(second));
        Assert.True((await services.GetRequiredService<RevisionPublisher>().ProposeAsync(RevisionDocuments.Hubs, Of(Portal.Contractor), 0, Ann, "r", Token)) is { IsAccepted: true, Revision.IsEffective: false });
    }

    [Fact]
    public void Files_and_a_store_at_once_are_a_mistake()
    {
        using var services = Services(b => b.AddRoles("hubs/{role}.v1.json"));
        Assert.Equal(CksCodes.InvalidSetting, Assert.Throws<CksConfigurationException>(services.GetRequiredService<HubCatalog>).Diagnostics[0].Code);
    }

    /// <summary>A tenant that moved a widget keeps nobody from starting an experiment, and an experiment keeps no tenant from moving one: who publishes is told.</summary>
    [Fact]
    public async Task Tenant_on_whose_hub_an_experiment_cannot_be_laid_stops_no_publication()
    {
        await using var services = Services();
        var publisher = services.GetRequiredService<RevisionPublisher>();
        Assert.True((await publisher.ProposeAsync(RevisionDocuments.Hubs, With("{}"), 0, Ann, "the first", Token)).IsAccepted);
        var catalog = services.GetRequiredService<HubCatalog>();
        var started = await publisher.ProposeAsync(RevisionDocuments.Hubs, With(ExperimentWorld.Environment("""{ "dashboard": { "widgets": [{ "id": "recent-activity", "area": { "row": 4 } }] } }""")), 1, Ann, "an experiment", Token);
        Assert.True(started.IsAccepted);
        var told = Assert.Single(started.Diagnostics, d => d.Code == CksCodes.HubTenantLayer);
        Assert.Equal(DiagnosticSeverity.Warning, told.Severity);
        Assert.Contains("tenant \"acme\" is in use without an experiment: CKS401 With experiment trial/all: ", told.Message, StringComparison.Ordinal);
        services.GetRequiredService<SnapshotLoader<HubDocuments>>().Reload();
        Assert.Equal((2L, "Acme", TenantLayerState.InUse), (catalog.Revision, catalog.Current("contractor", "acme")!.Definition.Metadata.DisplayName, catalog.Current("contractor", "acme")!.State));

        static ReadOnlyMemory<byte> With(string environment) => HubRevision.Of(
            new Dictionary<string, ReadOnlyMemory<byte>> { ["contractor"] = Portal.Contractor },
            new()
            {
                Base = [Encoding.UTF8.GetBytes(LayerFolder.Base)],
                Environment = [Encoding.UTF8.GetBytes(environment)],
                Tenants = new Dictionary<string, ReadOnlyMemory<byte>> { ["acme"] = """{ "schemaVersion": 2, "metadata": { "displayName": "Acme" }, "dashboard": { "widgets": [{ "id": "stats-overview", "area": { "row": 4 } }] } }"""u8.ToArray() },
            });
    }

    private static ReadOnlyMemory<byte> Of(byte[] contractor) => HubRevision.Of(new Dictionary<string, ReadOnlyMemory<byte>> { ["contractor"] = contractor });

    private ServiceProvider Services(Action<CksHubConfigBuilder>? configure = null)
    {
        var services = new ServiceCollection().AddSingleton<IRevisionStore>(_store).AddSingleton(Portal.Policies(Portal.Capabilities)).AddSingleton<IChangeBus>(new InProcessChangeBus());
        var builder = services.AddCksHubConfig().AddHubStore().AddTargets(_ => Portal.Targets);
        configure?.Invoke(builder);
        return services.BuildServiceProvider();
    }
}
