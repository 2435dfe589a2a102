using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Cks.Core;
using Cks.Rbac;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Cks.HubConfig.Tests;

public sealed class ExposureTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exposure_is_told_once_for_each_revision_variant_and_unit_whether_or_not_the_view_was_composed_again()
    {
        using var folder = new LayerFolder();
        folder.Write("production.json", $$"""{ "schemaVersion": 2, "experiments": { {{ExperimentWorld.Title}} } }""");
        var (catalog, decisions, sink) = (folder.Catalog(), new PolicyDecisionPoint(folder.Policies), new Sink());
        using var queue = new ExposureQueue([sink]);
        await queue.StartAsync(Token);
        var composer = new HubComposer(catalog, decisions, decisions, exposures: queue);
        for (var round = 0; round < 3; round++)
            foreach (var id in (string[])["u1", "u2", "u3"])
                await composer.ComposeAsync(new Subject(id, TenantId.Parse("acme"), ["contractor"]), Token);
        folder.Write("base.json", LayerFolder.Base + " ");
        Assert.True(catalog.TryReload().IsLoaded);
        await composer.ComposeAsync(new Subject("u1", TenantId.Parse("acme"), ["contractor"]) { IsTest = true }, Token);
        await queue.StopAsync(Token);
        Assert.Equal(["u1 1", "u2 1", "u3 1", "u1 2"], sink.Told.Select(e => $"{((string[])["u1", "u2", "u3"]).Single(u => Exposure.UnitOf("title", u) == e.Unit)} {e.Version.Sequence}"));
        var first = sink.Told.First();
        Assert.Equal(("title", ExperimentHash.PartOf("title", "u1") < 500_000 ? "control" : "new", "contractor", "acme", FlagUnit.Subject, false), (first.Experiment, first.Variant, first.Role, first.Tenant, first.Kind, first.IsTest));
        Assert.True(sink.Told.Last().IsTest);
    }

    /// <summary>What a sink gets is no personal data beyond a pseudonym that is another one in every experiment.</summary>
    [Fact]
    public async Task Exposure_does_not_hold_who_it_was()
    {
        var sink = new Sink();
        using var queue = new ExposureQueue([sink], new() { Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]) });
        await queue.StartAsync(Token);
        queue.Note(View(("newLayout", "a"), ("other", "a")), By("u1"), FlagWorld.Noon);
        await queue.StopAsync(Token);
        // Made by another implementation.
        Assert.Equal("a708bb6412b10d1a8828c08129c447af", sink.Told.First().Unit);
        Assert.Equal("978006b8599210323d74a13819c0dd83", Exposure.UnitOf("newLayout", "u1"));
        Assert.NotEqual(sink.Told.First().Unit, sink.Told.Last().Unit);
        Assert.DoesNotContain("u1", sink.Told.First().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_acts_in_anothers_place_exposes_them_to_nothing()
    {
        var sink = new Sink();
        using var queue = new ExposureQueue([sink]);
        await queue.StartAsync(Token);
        queue.Note(View(("e", "a")), By("u1") with { Actor = "eve" }, FlagWorld.Noon);
        await queue.StopAsync(Token);
        Assert.Empty(sink.Told);
    }

    /// <summary>The sink hangs until the test lets it go: nobody who looks at a view notices, what does not fit is counted, and is told when it is seen again.</summary>
    [Fact]
    public async Task Sink_that_hangs_delays_nobody_and_what_is_dropped_is_counted()
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using var dropped = new MetricCollector<long>(meters, HubMetrics.MeterName, HubMetrics.ExposuresDropped);
        using var gate = new ManualResetEventSlim();
        var sink = new Sink { Before = _ => gate.Wait(Token) };
        using var queue = new ExposureQueue([sink], meters: meters);
        await queue.StartAsync(Token);
        var view = View(("e", "a"));
        for (var i = 0; i < ExposureQueue.Capacity + 10; i++)
            queue.Note(view, By($"u{i}"), FlagWorld.Noon);
        // One may be in the sink's hands.
        Assert.InRange(dropped.GetMeasurementSnapshot().EvaluateAsCounter(), 9, 10);
        gate.Set();
        for (var i = 0; i < 6_000 && sink.Told.Count < ExposureQueue.Capacity; i++)
            await Task.Delay(10, Token);
        queue.Note(view, By($"u{ExposureQueue.Capacity + 9}"), FlagWorld.Noon);
        await queue.StopAsync(Token);
        Assert.Contains(sink.Told, e => e.Unit == Exposure.UnitOf("e", $"u{ExposureQueue.Capacity + 9}"));
    }

    [Fact]
    public async Task Sink_that_throws_costs_itself_one_and_others_nothing()
    {
        var (bad, good) = (new Sink { Before = e => throw new InvalidOperationException(e.Variant) }, new Sink());
        using var queue = new ExposureQueue([bad, good]);
        await queue.StartAsync(Token);
        queue.Note(View(("e", "a")), By("u1"), FlagWorld.Noon);
        queue.Note(View(("e", "a")), By("u2"), FlagWorld.Noon);
        await queue.StopAsync(Token);
        Assert.Equal((0, 2), (bad.Told.Count, good.Told.Count));
    }

    [Fact]
    public async Task Sink_that_hangs_does_not_hold_the_host_up_at_its_end()
    {
        using var gate = new ManualResetEventSlim();
        using var queue = new ExposureQueue([new Sink { Before = _ => gate.Wait(TimeSpan.FromMinutes(5), Token) }]);
        await queue.StartAsync(Token);
        queue.Note(View(("e", "a")), By("u1"), FlagWorld.Noon);
        await queue.StopAsync(Token).WaitAsync(TimeSpan.FromMinutes(1), Token);
        gate.Set();
    }

    [Fact]
    public void What_is_remembered_is_bounded_and_the_newest_is_known()
    {
        var memory = new ExposureMemory(100);
        for (var i = 0; i < 1_000; i++)
        {
            Assert.True(memory.Add(new(1, "e", "a", $"u{i}")));
            for (var j = Math.Max(0, i - 99); j <= i; j++)
                Assert.False(memory.Add(new(1, "e", "a", $"u{j}")));
        }

        Assert.True(memory.Add(new(1, "e", "a", "u0")));
        Assert.True(memory.Add(new(2, "e", "a", "u999")));
        memory.Remove(new(1, "e", "a", "u999"));
        Assert.True(memory.Add(new(1, "e", "a", "u999")));
    }

    [Fact]
    public void View_without_experiments_and_one_that_was_told_of_take_nothing_from_the_heap()
    {
        using var queue = new ExposureQueue([]);
        var (plain, view, who) = (View(), View(("e", "a"), ("f", "b")), By("u1"));
        queue.Note(plain, who, FlagWorld.Noon);
        queue.Note(view, who, FlagWorld.Noon);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            queue.Note(plain, who, FlagWorld.Noon);
            queue.Note(view, who, FlagWorld.Noon);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Exposures_are_counted_by_names_of_documents_and_nothing_else()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using var counted = new MetricCollector<long>(meters, HubMetrics.MeterName, HubMetrics.Exposures);
        var sink = new CountedExposures(meters);
        var exposure = new Exposure { Experiment = "e", Variant = "a", Unit = "x", Kind = FlagUnit.Subject, Role = "contractor", Tenant = "acme", IsTest = false, Version = new(1, "0"), At = FlagWorld.Noon };
        sink.Write(exposure);
        sink.Write(exposure with { IsTest = true });
        var measured = Assert.Single(counted.GetMeasurementSnapshot());
        Assert.Equal(["experiment: e", "variant: a"], measured.Tags.Select(t => $"{t.Key}: {t.Value}").Order(StringComparer.Ordinal));
    }

    private static DecisionContext By(string id) => new Subject(id, TenantId.Parse("acme"), ["contractor"]).Context;

    private static HubView View(params (string Experiment, string Variant)[] assignments) => new()
    {
        Role = "contractor",
        DisplayName = "",
        Until = default,
        Icon = null,
        Theme = default!,
        Navigation = [],
        QuickActions = [],
        Layout = "grid",
        Widgets = [],
        Permissions = new Dictionary<string, bool>(),
        Features = new Dictionary<string, HubFeature>(),
        Endpoints = new Dictionary<string, HubPath>(),
        Caching = new Dictionary<string, HubCacheRule>(),
        Assignments = [.. assignments.Select(a => new Assignment(a.Experiment, AssignmentReason.Enrolled, a.Variant))],
        HubVersion = new(1, "0"),
        PolicyVersion = new(1, "0"),
    };

    private sealed class Sink : IExposureSink
    {
        public Action<Exposure> Before { get; init; } = _ => { };

        public ConcurrentQueue<Exposure> Told { get; } = new();

        public void Write(in Exposure exposure)
        {
            Before(exposure);
            Told.Enqueue(exposure);
        }
    }
}
