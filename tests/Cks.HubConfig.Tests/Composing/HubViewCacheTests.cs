using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig.Tests;

/// <summary>What is kept of views, for how long, and how much of it.</summary>
public sealed class HubViewCacheTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly object Basis = new();
    private static readonly Snapshot<HubDocuments> Documents = Portal.Catalog(Portal.Folder).Documents;

    [Fact]
    public void S06_A_view_counts_for_its_permissions_and_documents_from_when_it_was_made_until_it_ends()
    {
        var (cache, view) = (new HubViewCache(10), View());
        cache.Keep(Who(1), Basis, Documents, view, Noon);
        Assert.Same(view, cache.Find(Who(1), Basis, Documents, Noon));
        Assert.Same(view, cache.Find(Who(1), Basis, Documents, Noon.AddSeconds(60) - TimeSpan.FromTicks(1)));
        Assert.Null(cache.Find(Who(1), Basis, Documents, Noon.AddSeconds(60)));
        // A clock that is set back.
        Assert.Null(cache.Find(Who(1), Basis, Documents, Noon - TimeSpan.FromTicks(1)));
        Assert.Null(cache.Find(Who(2), Basis, Documents, Noon));
        Assert.Null(cache.Find(Who(1), new(), Documents, Noon));
        Assert.Null(cache.Find(Who(1), Basis, Documents with { }, Noon));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    public void S06_A_request_that_began_before_a_swap_takes_nothing_from_those_after_it(int documents, int policy)
    {
        var (cache, newer, older) = (new HubViewCache(10), At(Documents, documents), View());
        var view = View(policy: policy);
        cache.Keep(Who(1), Basis, Documents, older, Noon);
        cache.Keep(Who(2), Basis, newer, view, Noon);
        // What was made of older ones is not held in memory either.
        Assert.Equal(view.Json.Length, cache.Bytes);
        cache.Keep(Who(1), Basis, Documents, older, Noon);
        Assert.Null(cache.Find(Who(1), Basis, Documents, Noon));
        Assert.Same(view, cache.Find(Who(2), Basis, newer, Noon));
    }

    [Fact]
    public void What_is_kept_is_bounded_in_bytes_and_a_view_that_is_too_large_is_not_kept()
    {
        var size = View().Json.Length;
        var cache = new HubViewCache(100, 10 * size);
        for (var i = 0; i < 1_000; i++)
        {
            cache.Keep(Who(i), Basis, Documents, View(), Noon);
            Assert.InRange(cache.Bytes, size, 11 * size);
        }

        var large = new HubViewCache(100);
        large.Keep(Who(1), Basis, Documents, View(title: new string('x', HubViewCache.LargestView)), Noon);
        Assert.Equal(0, large.Bytes);
        var none = new HubViewCache(0);
        none.Keep(Who(1), Basis, Documents, View(), Noon);
        Assert.Null(none.Find(Who(1), Basis, Documents, Noon));
    }

    [Fact]
    public void What_is_over_is_let_go_when_another_comes_beside_it()
    {
        // One set of four.
        var (cache, size) = (new HubViewCache(1), View().Json.Length);
        for (var i = 0; i < 4; i++)
            cache.Keep(Who(i), Basis, Documents, View(), Noon);
        Assert.Equal(4 * size, cache.Bytes);
        cache.Keep(Who(9), Basis, Documents, View(Noon.AddSeconds(120)), Noon.AddSeconds(60));
        Assert.Equal(size, cache.Bytes);
        Assert.NotNull(cache.Find(Who(9), Basis, Documents, Noon.AddSeconds(60)));
    }

    /// <summary>As many people as it says, in order and again: at most a few share their places with too many.</summary>
    [Fact]
    public void There_is_room_for_as_many_people_as_it_says()
    {
        var cache = new HubViewCache(CksHubConfigBuilder.DefaultRememberedViews);
        var people = Enumerable.Range(0, CksHubConfigBuilder.DefaultRememberedViews).Select(Who).ToArray();
        foreach (var who in people)
            cache.Keep(who, Basis, Documents, View(), Noon);
        Assert.InRange(people.Count(p => cache.Find(p, Basis, Documents, Noon) is not null), people.Length * 95 / 100, people.Length);
    }

    /// <summary>One person in many ways does not crowd four places.</summary>
    [Fact]
    public void Contexts_of_one_person_are_spread()
    {
        var cache = new HubViewCache(64);
        DecisionContext[] all =
        [
            .. Enumerable.Range(0, 16).Select(n => Who(1) with { SteppedUpAt = Noon.AddSeconds(n) }), .. Enumerable.Range(0, 16).Select(n => Who(1) with { Code = $"C-{n}" }),
            .. Enumerable.Range(0, 16).Select(n => Who(1) with { Issuer = $"https://{n}.test" }), Who(1) with { IsTest = true },
        ];
        foreach (var who in all)
            cache.Keep(who, Basis, Documents, View(), Noon);
        Assert.InRange(all.Count(w => cache.Find(w, Basis, Documents, Noon) is not null), 40, all.Length);
    }

    private static DecisionContext Who(int n) => new Subject($"u{n}", TenantId.Parse("acme"), ["contractor"]).Context;

    private static Snapshot<HubDocuments> At(Snapshot<HubDocuments> documents, int later) => later == 0 ? documents : documents with { Version = documents.Version with { Sequence = documents.Version.Sequence + later } };

    private static HubView View(DateTimeOffset? until = null, int policy = 0, string title = "Hub") => new()
    {
        Role = "contractor",
        DisplayName = title,
        Icon = null,
        Theme = new(default, default),
        Navigation = [],
        QuickActions = [],
        Layout = "grid",
        Widgets = [],
        Permissions = new Dictionary<string, bool>(),
        Features = new Dictionary<string, HubFeature>(),
        Endpoints = new Dictionary<string, HubPath>(),
        Caching = new Dictionary<string, HubCacheRule>(),
        HubVersion = default,
        PolicyVersion = new SnapshotVersion(1 + policy, new string('a', 64)),
        Until = until ?? Noon.AddSeconds(60),
    };
}
