using System.Collections.Concurrent;
using System.Text;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Rbac.Tests.Policies;

/// <summary>A policy that comes from a store of revisions.</summary>
public sealed class PolicyStoreTests : IDisposable
{
    private const string Good = """{ "version": 1, "resources": { "orders": { "actions": ["view", "accept"] } }, "roles": { "clerk": { "permit": [{ "id": "one", "actions": ["orders:view"] }] } } }""";
    private static readonly RevisionAuthor Ann = new("", "ann");

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private SwitchedStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_bus_a_revision_is_found_by_the_clock()
    {
        await ForceAsync(Good);
        using var host = await StartedAsync();
        await ForceAsync(Good.Replace("\"one\"", "\"two\""));
        await UntilAsync(() => Store(host).Current.Provenance.Revision == 2);
        await ForceAsync("{}");
        await UntilAsync(() => Store(host).LastRefusal is not null);
        Assert.Equal(2, Store(host).Current.Provenance.Revision);
        await ForceAsync(Good);
        await UntilAsync(() => Store(host).Current.Provenance.Revision == 4);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task With_a_bus_the_clock_need_not_go_on()
    {
        await ForceAsync(Good);
        using var host = await StartedAsync(s => s.AddSingleton<IChangeBus>(new InProcessChangeBus()));
        var outcome = await host.Services.GetRequiredService<RevisionPublisher>().ProposeAsync(RevisionDocuments.Policy, Encoding.UTF8.GetBytes(Good.Replace("\"one\"", "\"two\"")), 1, Ann, "r", Token);
        Assert.True(outcome is { IsAccepted: true, Revision.IsEffective: true });
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (Store(host).Current.Provenance.Revision != 2)
            await Task.Delay(10, giveUp.Token);
    }

    [Fact]
    public async Task S26_a_start_without_the_store_uses_the_copy_and_then_the_store()
    {
        void Configure(CksRbacBuilder rbac) => rbac.AddPolicyStore().KeepLastKnownGood(Path.Combine(_folder.Root, "policy.cks"), new Secret<byte[]>(new byte[32]));
        await ForceAsync(Good);
        using (var first = await StartedAsync(rbac: Configure))
            await first.StopAsync(Token);
        _store.IsBroken = true;
        await Assert.ThrowsAsync<IOException>(() => StartedAsync());
        using var host = await StartedAsync(rbac: Configure);
        Assert.Equal(SnapshotOrigin.LastKnownGood, Store(host).Current.Provenance.Origin);
        _store.IsBroken = false;
        await UntilAsync(() => Store(host).Current.Provenance.Revision == 1);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task S16_a_host_that_asks_for_a_second_person_takes_nothing_that_nobody_approved_whoever_wrote_it()
    {
        await ForceAsync(Good);
        var refused = Assert.Single((await Assert.ThrowsAsync<CksConfigurationException>(() => StartedAsync(rbac: r => r.AddPolicyStore(secondPerson: true)))).Diagnostics);
        Assert.Contains("Revision 1 is in force in the store, and nobody approved it", refused.Message, StringComparison.Ordinal);

        await ApprovedAsync(Good.Replace("\"one\"", "\"two\""));
        using var host = await StartedAsync(rbac: r => r.AddPolicyStore(secondPerson: true));
        Assert.Equal(2, Store(host).Current.Provenance.Revision);
        await ForceAsync(Good);
        await UntilAsync(() => Store(host).LastRefusal is not null);
        Assert.Equal(2, Store(host).Current.Provenance.Revision);
        await ApprovedAsync(Good.Replace("\"one\"", "\"three\""));
        await UntilAsync(() => Store(host).Current.Provenance.Revision == 4);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Without_a_store_or_a_revision_the_host_does_not_start()
    {
        Assert.Equal(CksCodes.DocumentMissing, (await Assert.ThrowsAsync<CksConfigurationException>(() => StartedAsync())).Diagnostics[0].Code);
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddCksRbac().AddPolicyStore();
        using var host = builder.Build();
        Assert.Equal(CksCodes.InvalidSetting, (await Assert.ThrowsAsync<CksConfigurationException>(() => host.StartAsync(Token))).Diagnostics[0].Code);
    }

    [Fact]
    public async Task A_file_counts_until_the_store_has_a_revision_in_force()
    {
        _folder.Write("first.json", Good);
        void Configure(CksRbacBuilder rbac) => rbac.AddPolicyStore(secondPerson: true, "first.json");
        using var host = await StartedAsync(rbac: Configure);
        Assert.Null(Store(host).Current.Provenance.Revision);

        // What waits for a second person is none in force, and what it gains is said in comparison with the file.
        var publisher = host.Services.GetRequiredService<RevisionPublisher>();
        var next = Encoding.UTF8.GetBytes(Good.Replace("[\"orders:view\"]", "[\"orders:view\", \"orders:accept\"]"));
        var proposed = await publisher.ProposeAsync(RevisionDocuments.Policy, next, 0, Ann, "r", Token);
        Assert.Contains("orders:accept", proposed.Revision!.Gains, StringComparison.Ordinal);
        Assert.DoesNotContain("orders:view", proposed.Revision.Gains, StringComparison.Ordinal);
        using (var late = await StartedAsync(rbac: Configure))
            Assert.Null(Store(late).Current.Provenance.Revision);
        Assert.True((await publisher.ApproveAsync(RevisionDocuments.Policy, 1, new("", "bob"), "looked at it", Token)).IsAccepted);
        await UntilAsync(() => Store(host).Current.Provenance.Revision == 1);
        await host.StopAsync(Token);

        // From then on it is the store's, whatever the file says.
        _folder.Write("first.json", Good.Replace("\"one\"", "\"other\""));
        using var later = await StartedAsync(rbac: Configure);
        Assert.Equal(1, Store(later).Current.Provenance.Revision);
    }

    [Theory]
    [InlineData("Production", 1)]
    [InlineData("development", 1)]
    [InlineData("Development", 0)]
    public async Task S26_a_host_that_begins_with_the_file_says_so_and_one_that_kept_a_copy_refuses_a_store_that_lost_everything(string environment, int reported)
    {
        _folder.Write("first.json", Good);
        var events = new Reported();
        Task<IHost> StartAsync(Action<CksRbacBuilder> rbac) => StartedAsync(s => s.AddSingleton<ISecurityEventSink>(events), rbac, environment);
        void Keep(CksRbacBuilder rbac) => rbac.AddPolicyStore(firstFile: "first.json").KeepLastKnownGood(Path.Combine(_folder.Root, "policy.cks"), new Secret<byte[]>(new byte[32]));
        using (await StartAsync(r => r.AddPolicyStore(firstFile: "first.json")))
            Assert.Equal(reported, events.Count(SecurityEventKinds.FirstFileUsed));

        await ForceAsync(Good.Replace("\"one\"", "\"two\""));
        using (await StartAsync(Keep))
            Assert.Equal(reported, events.Count(SecurityEventKinds.FirstFileUsed));
        _store = new();
        using var late = await StartAsync(Keep);

        // The copy is in use, and not the file.
        Assert.Equal(SnapshotOrigin.LastKnownGood, Store(late).Current.Provenance.Origin);
        Assert.Contains("\"two\"", Encoding.UTF8.GetString(Store(late).Current.Content.Span), StringComparison.Ordinal);
        Assert.Equal(reported, events.Count(SecurityEventKinds.FirstFileUsed));
    }

    [Fact]
    public async Task A_mistake_in_the_first_file_stops_the_start_with_its_place()
    {
        Assert.Equal(CksCodes.DocumentMissing, (await Assert.ThrowsAsync<CksConfigurationException>(() => StartedAsync(rbac: r => r.AddPolicyStore(firstFile: "first.json")))).Diagnostics[0].Code);
        _folder.Write("first.json", Good.Replace("[\"orders:view\"]", "[\"order:view\"]"));

        var finding = (await Assert.ThrowsAsync<CksConfigurationException>(() => StartedAsync(rbac: r => r.AddPolicyStore(firstFile: "first.json")))).Diagnostics[0];

        Assert.StartsWith("CKS204 first.json:1:", finding.ToString(), StringComparison.Ordinal);
    }

    private static SnapshotStore<Policy> Store(IHost host) => host.Services.GetRequiredService<SnapshotStore<Policy>>();

    private async Task ApprovedAsync(string policy)
    {
        var publisher = new RevisionPublisher(_store, [new AnyPolicy()]);
        var seen = (await _store.HeadAsync(RevisionDocuments.Policy, Token)).Sequence;
        await publisher.ProposeAsync(RevisionDocuments.Policy, Encoding.UTF8.GetBytes(policy), seen, Ann, "r", Token);
        Assert.True((await publisher.ApproveAsync(RevisionDocuments.Policy, seen + 1, new("", "bob"), "looked at it", Token)).IsAccepted);
    }

    private async Task ForceAsync(string policy) => await _store.Revisions.ChangeAsync(
        RevisionDocuments.Policy, head => RevisionChange.Add(new(RevisionDocuments.Policy, head.Sequence + 1, Encoding.UTF8.GetBytes(policy), Ann, DateTimeOffset.UnixEpoch) { Reason = "r" }), Token);

    private async Task UntilAsync(Func<bool> holds)
    {
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!holds())
        {
            _clock.Advance(RevisionWatching<Policy>.Interval);
            await Task.Delay(10, giveUp.Token);
        }
    }

    private async Task<IHost> StartedAsync(Action<IServiceCollection>? services = null, Action<CksRbacBuilder>? rbac = null, string environment = "Production")
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { ContentRootPath = _folder.Root, EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddSingleton<IRevisionStore>(_store);
        services?.Invoke(builder.Services);
        (rbac ?? (b => b.AddPolicyStore()))(builder.Services.AddCksRbac());
        var host = builder.Build();
        await host.StartAsync(Token);
        return host;
    }

    private sealed class Reported : ISecurityEventSink
    {
        private readonly ConcurrentQueue<SecurityEventKind> _kinds = new();

        public int Count(SecurityEventKind kind) => _kinds.Count(k => k == kind);

        public void Report(SecurityEvent happened) => _kinds.Enqueue(happened.Kind);
    }

    private sealed class SwitchedStore : IRevisionStore
    {
        public volatile bool IsBroken;

        public InMemoryRevisionStore Revisions { get; } = new();

        public ValueTask<RevisionHead> HeadAsync(string document, CancellationToken cancellationToken = default) =>
            IsBroken ? throw new IOException("down") : Revisions.HeadAsync(document, cancellationToken);

        public IAsyncEnumerable<Revision> HistoryAsync(string document, CancellationToken cancellationToken = default) => Revisions.HistoryAsync(document, cancellationToken);

        public ValueTask ChangeAsync(string document, Func<RevisionHead, RevisionChange?> decide, CancellationToken cancellationToken = default) => Revisions.ChangeAsync(document, decide, cancellationToken);
    }

    private sealed class AnyPolicy : IRevisionRule
    {
        public string Document => RevisionDocuments.Policy;

        public RevisionVerdict Judge(ReadOnlyMemory<byte> inForce, ReadOnlyMemory<byte> candidate, SnapshotProvenance provenance, DiagnosticBag findings) => new(true, "");
    }
}
