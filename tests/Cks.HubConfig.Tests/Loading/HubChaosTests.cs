using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig.Tests;

/// <summary>Swaps under readers, and many of them. <c>CKS_HUB_CHAOS_SECONDS</c> says how long; 5 where it does not.</summary>
[Collection(ChaosCollection.Name)]
public sealed class HubChaosTests(ITestOutputHelper output)
{
    private const int Revisions = 64;

    private const string Role = """{ "schemaVersion": 2, "metadata": { "role": "contractor", "version": "1.0.0", "displayName": "none", "theme": { "primaryColor": "#2563eb", "accentColor": "#0b875e" } } }""";

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("CKS_HUB_CHAOS_SECONDS") ?? "5", CultureInfo.InvariantCulture));

    // On a machine that stands still for seconds it takes longer.
    private static double Least => Duration.TotalMilliseconds / 2;

    [Fact]
    public async Task Each_answer_is_of_one_revision_while_thousands_come_and_go()
    {
        var current = 0;
        var catalog = Catalog(() => Volatile.Read(ref current));
        // Read once, so that the swaps are what costs.
        var candidates = new SnapshotCandidate<HubDocuments>[Revisions];
        var titles = new Dictionary<string, string>();
        for (var i = 0; i < Revisions; i++)
        {
            current = i;
            catalog.TryReload().GetOrThrow();
            var made = catalog.Documents;
            candidates[i] = new(LoadResult<HubDocuments>.From(made.Value, new()), made.Content);
            titles[made.Version.Hash] = Title(i);
        }

        var decisions = new PolicyDecisionPoint(Portal.Policies(Portal.Capabilities));
        var composer = new HubComposer(catalog, decisions, decisions);
        using var end = new CancellationTokenSource();
        // Threads of their own, so that the swaps do not wait for the readers.
        var readers = Enumerable.Range(0, 8).Select(n => OnThread(() => Read(composer, n % 2 == 0 ? "acme" : "main", titles, end.Token))).ToArray();
        var (swaps, reloads, start) = (0L, 0L, TimeProvider.System.GetTimestamp());
        TimeSpan Elapsed() => TimeProvider.System.GetElapsedTime(start);
        await OnThread(() =>
        {
            for (; Elapsed() < Duration || swaps < Least; Thread.Sleep(1))
            {
                // What is behind is caught up with: a thousand a second, however the machine divides them.
                for (; swaps < Elapsed().TotalMilliseconds && (Elapsed() < Duration || swaps < Least); swaps++)
                {
                    Assert.True(catalog.Store.Activate(candidates[swaps % Revisions], SnapshotProvenance.Documents).IsActivated);
                    if (swaps % 100 != 0)
                        continue;
                    // Some of them the whole way, from the bytes on; one of them is broken and changes nothing.
                    current = (int)(swaps / 100 % (Revisions + 1));
                    Assert.Equal(current < Revisions, catalog.TryReload().IsLoaded);
                    reloads++;
                }
            }

            return swaps;
        });
        await end.CancelAsync();
        var read = await Task.WhenAll(readers);
        output.WriteLine($"{swaps} swaps and {reloads} reloads in {Elapsed().TotalSeconds:0.0} s, {read.Sum(r => r.Answers)} answers of {read.Sum(r => r.Seen)} revisions");
        Assert.All(read, r => Assert.InRange(r.Answers, 1, long.MaxValue));
        Assert.True(read.Sum(r => r.Seen) > Revisions);
    }

    [Fact]
    public void Ten_thousand_reloads_leave_nothing_behind()
    {
        var current = 0;
        var catalog = new HubCatalog(
            new()
            {
                Roles = [new Named("contractor", () => Encoding.UTF8.GetBytes(Role.Replace("none", Title(current % Revisions), StringComparison.Ordinal)))],
                Tenants = [new Named("acme", () => """{ "schemaVersion": 2, "permissions": { "canViewFinancials": false } }"""u8.ToArray())],
            },
            null, Portal.Targets, Portal.Policies(Portal.Capabilities), null);
        var made = new List<WeakReference>();
        long before = 0;
        for (current = 1; current <= 10_000; current++)
        {
            Reload(catalog, made);
            if (current == 1_000)
                before = GC.GetTotalMemory(forceFullCollection: true);
        }

        // Who is told of swaps on another thread holds what it has not been told of yet.
        Assert.True(SpinWait.SpinUntil(() => Alive(made) <= SnapshotStore<HubDocuments>.DefaultKeep, TimeSpan.FromSeconds(30)), $"{Alive(made)} are alive.");
        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"{catalog.Documents.Version}, {growth} bytes more after 9,000 reloads");
        Assert.Equal(10_001, catalog.Documents.Version.Sequence);
        Assert.InRange(Alive(made), 1, SnapshotStore<HubDocuments>.DefaultKeep);
        Assert.InRange(growth, long.MinValue, 1024 * 1024);
    }

    private static int Alive(List<WeakReference> made)
    {
        GC.Collect();
        return made.Count(m => m.IsAlive);
    }

    // Apart, so that nothing of it stays on the stack.
    private static void Reload(HubCatalog catalog, List<WeakReference> made)
    {
        catalog.TryReload().GetOrThrow();
        Assert.Equal(TenantLayerState.InUse, catalog.Current("contractor", "acme")!.State);
        made.Add(new(catalog.Documents.Value));
    }

    private static Task<T> OnThread<T>(Func<T> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static (long Answers, long Seen) Read(HubComposer composer, string tenant, Dictionary<string, string> titles, CancellationToken end)
    {
        var (answers, seen, last, me) = (0L, 0L, 0L, new Subject("u1", TenantId.Parse(tenant), ["contractor"]));
        while (!end.IsCancellationRequested)
        {
            var view = composer.ComposeAsync(me, CancellationToken.None).AsTask().Result!;
            var buffer = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer))
                view.WriteTo(json);
            using var answer = JsonDocument.Parse(buffer.WrittenMemory);
            var title = titles[view.HubVersion.Hash];
            // Base, role, environment and tenant have a word in it each.
            var root = answer.RootElement;
            Assert.Equal(title, root.GetProperty("displayName").GetString());
            Assert.Equal(title, root.GetProperty("navigation")[0].GetProperty("label").GetString());
            Assert.Equal(tenant == "acme", root.GetProperty("navigation").GetArrayLength() == 2);
            if (tenant == "acme")
                Assert.Equal(title, root.GetProperty("navigation")[1].GetProperty("label").GetString());
            // Nobody goes back.
            Assert.True(view.HubVersion.Sequence >= last);
            seen += view.HubVersion.Sequence == last ? 0 : 1;
            last = view.HubVersion.Sequence;
            answers++;
        }

        return (answers, seen);
    }

    private static string Title(int revision) => $"r{revision}";

    private static HubCatalog Catalog(Func<int> revision)
    {
        ReadOnlyMemory<byte> Of(string text) => Encoding.UTF8.GetBytes(text.Replace("TITLE", Title(revision()), StringComparison.Ordinal));
        return new(
            new()
            {
                Base = [HubSource.Memory("base", () => Of("""{ "schemaVersion": 2, "navigation": { "sidebarItems": [{ "id": "home", "label": "TITLE", "path": "/" }] } }"""))],
                Roles = [HubSource.Memory(new Dictionary<string, ReadOnlyMemory<byte>> { ["contractor"] = Encoding.UTF8.GetBytes(Role) })],
                Environment = [HubSource.Memory("environment", () => revision() == Revisions ? "{"u8.ToArray() : Of("""{ "schemaVersion": 2, "metadata": { "displayName": "TITLE" } }"""))],
                Tenants = [new Named("acme", () => Of("""{ "schemaVersion": 2, "navigation": { "sidebarItems": [{ "id": "jobs", "label": "TITLE", "path": "/jobs" }] } }"""))],
            },
            null, Portal.Targets, Portal.Policies(Portal.Capabilities), null);
    }

    private sealed class Named(string name, Func<ReadOnlyMemory<byte>> utf8) : HubSource
    {
        internal override bool IsNamed => true;

        internal override void Read(HubLayerKind kind, string? root, HubReading reading) => reading.Add(kind, name, $"{name}.json", utf8());
    }
}
