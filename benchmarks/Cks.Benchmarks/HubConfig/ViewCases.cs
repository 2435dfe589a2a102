using System.Collections.Concurrent;
using Cks.Core;
using Cks.HubConfig;
using Cks.Rbac;

namespace Cks.Benchmarks;

/// <summary>Views of a thousand people, composed anew each time and remembered.</summary>
internal static class ViewCases
{
    public static IEnumerable<RatioCase> Create()
    {
        var policies = new SnapshotStore<Policy>();
        policies.TryActivate(PolicyReader.Read("views.rbac.json", ViewDocuments.Policy), ViewDocuments.Policy, out _);
        var decisions = new PolicyDecisionPoint(policies);
        var hubs = new Dictionary<string, ReadOnlyMemory<byte>> { ["manager"] = ViewDocuments.Hub };
        var catalog = new HubCatalog(new() { Roles = [HubSource.Memory(hubs)] }, null, ViewDocuments.AddTargets(HubTargets.Empty), policies, null);
        var uncached = new HubComposer(catalog, decisions, decisions, remembered: 0);
        // Filled for people of equal contexts, that are not the very ones which ask.
        var cached = new HubComposer(catalog, decisions, decisions, new StillClock(), remembered: 16 * RatioCase.FewestInputs);
        var peer = new ConcurrentDictionary<DecisionContext, HubView>();
        Asked[] people = [.. Enumerable.Range(0, RatioCase.FewestInputs).Select(n => new Asked(n, ViewDocuments.Person(n), ViewDto.Of(Compose(uncached, ViewDocuments.Person(n)))))];
        foreach (var asked in people)
            peer[ViewDocuments.Person(asked.Number).Context] = Compose(cached, ViewDocuments.Person(asked.Number));
        yield return RatioCase.Sync("view-composed", people, a => Compose(uncached, a.Subject).Json.Length, a => a.Dto.Serialize().Length);
        yield return RatioCase.Sync("view-cached", people, a => Compose(cached, a.Subject).Json.Length, a => peer.TryGetValue(a.Subject.Context, out var view) ? view.Json.Length : 0);
    }

    private static HubView Compose(HubComposer composer, Subject subject) => composer.ComposeAsync(subject).Result!;

    private sealed record Asked(int Number, Subject Subject, ViewDto Dto);

    // Asks the system's clock, and does not go on: what is measured are hits, however long it takes.
    private sealed class StillClock : TimeProvider
    {
        private readonly DateTimeOffset _now = System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() < _now ? default : _now;
    }
}
