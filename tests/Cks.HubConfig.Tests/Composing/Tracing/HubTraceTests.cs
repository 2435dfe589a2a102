using System.Text;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig.Tests;

/// <summary>What the composer tells of its decisions is what it decided: about every declared part, and the same view.</summary>
public sealed class HubTraceTests
{
    private const string Widgets = """
        [{ "id": "t", "type": "tabs", "requires": "services:view", "children": [
            { "id": "s", "type": "stats-card", "endpoint": "stats" },
            { "id": "f", "type": "activity-feed", "endpoint": "activity", "feature": "beta" },
            { "id": "i", "type": "tabs", "children": [{ "id": "j", "type": "stats-card", "endpoint": "stats", "requires": "canCreateJobs" }] }] },
         { "id": "p", "type": "gone", "plugin": "absent", "children": [{ "id": "q", "type": "text", "options": { "text": "x" } }] },
         { "id": "x", "type": "text", "options": { "text": "Hello" } }]
        """;

    private static readonly JsonSchema ViewSchema = JsonSchema.Load("hub-view.schema.json", HubSchema.View).GetOrThrow();

    private static string Hub => WidgetWorld.Hub(Widgets, more: """
        "permissions": { "canCreateJobs": true, "canManageCrews": false },
        "features": { "beta": { "enabled": true }, "old": { "enabled": false } },
        "flags": { "beta": { "hash": "xxh3-64", "partsPerMillion": 500000 } },
        "experiments": {
          "title": { "hash": "xxh3-64", "variants": [{ "id": "new", "partsPerMillion": 500000, "overlay": { "metadata": { "displayName": "New" } } }] },
          "dead": { "hash": "xxh3-64", "kill": true, "variants": [{ "id": "a", "partsPerMillion": 1000000 }] }
        },
        "navigation": { "sidebarItems": [{ "id": "jobs", "label": "Jobs", "path": "/jobs" }, { "id": "crews", "label": "Crews", "path": "/crews", "requires": "canManageCrews", "feature": "old" }], "quickActions": [{ "id": "new", "label": "New", "action": "createJob" }] },
        """).Replace("\"dataFetching\": {", "\"dataFetching\": { \"caching\": { \"stats\": { \"ttlSeconds\": 30 } },", StringComparison.Ordinal);

    [Fact]
    public async Task Trace_and_view_add_up_to_all_that_is_declared_in_random_worlds()
    {
        var (shown, missing) = (0, 0);
        for (var i = 0; i < 300; i++)
        {
            using var world = new ViewWorld(i);
            await world.ChangeAsync();
            var subject = await world.BindAsync(world.Anybody());
            var view = (await world.Composer.ComposeAsync(subject))!;
            var trace = Check((HubComposer)world.Composer, subject, view);
            Assert.True(trace.Entries.Count >= 4 * ViewWorld.Things);
            (shown, missing) = (shown + trace.Entries.Count(e => e.IsShown), missing + trace.Entries.Count(e => !e.IsShown));
        }

        Assert.True(shown > 1_000 && missing > 1_000, $"{shown} shown, {missing} missing");
    }

    [Fact]
    public async Task Trace_and_view_add_up_with_containers_plugins_features_and_experiments()
    {
        var catalog = WidgetWorld.Catalog(Hub);
        var reasons = new HashSet<HubAbsenceReason>();
        for (var i = 0; i < 400; i++)
        {
            var random = new Random(i);
            var decisions = new PolicyDecisionPoint(Portal.Policies([.. Portal.Capabilities.Where(_ => random.Next(3) > 0)], []));
            var (composer, subject) = (new HubComposer(catalog, decisions, decisions), new Subject($"u{i}", TenantId.Parse("main"), ["contractor"]));
            var trace = Check(composer, subject, (await composer.ComposeAsync(subject))!);
            reasons.UnionWith(trace.Entries.SelectMany(e => e.Reasons).Select(r => r.Reason));
        }

        // Undeclared names are refused when the document is read.
        Assert.Equal(Enum.GetValues<HubAbsenceReason>().Except([HubAbsenceReason.Undeclared]).Order(), reasons.Order());
    }

    [Fact]
    public void Every_reason_is_told_and_not_only_the_first()
    {
        var entry = Traced([]).Entries.Single(e => e is { Kind: HubPartKind.SidebarItem, Id: "crews" });
        Assert.Equal([(HubAbsenceReason.Refused, "/crews"), (HubAbsenceReason.Withheld, "canManageCrews"), (HubAbsenceReason.FeatureOff, "old")], entry.Reasons.Select(r => (r.Reason, r.Name)));
        Assert.Equal((DecisionReason.NotPermitted, "crews:view"), (entry.Reasons[0].Decision.Reason, entry.Reasons[0].Capability.Name));
        Assert.Equal(FlagReason.Disabled, entry.Reasons[2].Flag.Reason);
    }

    [Fact]
    public void Flags_can_be_supposed_and_nothing_else_changes()
    {
        bool Shows(bool isOn) => Traced(Portal.Capabilities, new() { ["old"] = isOn, ["beta"] = isOn }).Entries.Where(e => e.Id is "old" or "beta" or "f").All(e => e.IsShown);
        Assert.True(Shows(true));
        Assert.False(Shows(false));
        Assert.Equal(AssignmentReason.Killed, Assert.Single(Traced(Portal.Capabilities, new() { ["old"] = true }).Entries.Single(e => e.Id == "dead").Reasons).Assignment);
    }

    [Fact]
    public void Kill_that_is_supposed_lifted_is_lifted_for_who_has_several_roles_as_well()
    {
        var hub = Hub.Replace("\"old\": { \"enabled\": false }", "\"old\": { \"enabled\": true, \"kill\": true }", StringComparison.Ordinal);
        foreach (var roles in (string[][])[["contractor"], ["contractor", "crew"]])
        {
            var decisions = new PolicyDecisionPoint(Portal.Policies(Portal.Capabilities));
            var trace = new HubTrace { Switched = new Dictionary<string, bool> { ["old"] = true } };
            new HubComposer(WidgetWorld.Catalog(hub), decisions, decisions).Trace(Portal.Subject(roles), trace);
            Assert.True(trace.Entries.Single(e => e is { Kind: HubPartKind.Feature, Id: "old" }).IsShown);
        }
    }

    private static HubTrace Traced(IEnumerable<string> permit, Dictionary<string, bool>? switched = null)
    {
        var decisions = new PolicyDecisionPoint(Portal.Policies(permit));
        var trace = new HubTrace { Switched = switched ?? [] };
        new HubComposer(WidgetWorld.Catalog(Hub), decisions, decisions).Trace(Portal.Subject("contractor"), trace);
        return trace;
    }

    private static HubTrace Check(HubComposer composer, Subject subject, HubView view)
    {
        var trace = new HubTrace();
        Assert.Equal(Encoding.UTF8.GetString(view.Json.Span), Encoding.UTF8.GetString(composer.Trace(subject, trace)!.Json.Span));
        Assert.Empty(ViewSchema.Validate("view", view.Json));
        var entries = trace.Entries.Select(e => (e.Kind, e.Id)).ToArray();
        Assert.Equal(entries.Length, entries.Distinct().Count());
        Assert.Equal(Declared(trace.Variant!.Definition).Order(), entries.Order());
        Assert.Equal(Shown(view).Order(), trace.Entries.Where(e => e.IsShown).Select(e => (e.Kind, e.Id)).Order());
        Assert.All(trace.Entries, e => Assert.Equal(e.IsShown, e.Reasons.All(r => r.Reason == HubAbsenceReason.Fallback)));
        return trace;
    }

    private static IEnumerable<(HubPartKind, string)> Declared(HubDefinition hub) =>
    [
        .. hub.Navigation.SidebarItems.Select(i => (HubPartKind.SidebarItem, i.Id)),
        .. hub.Navigation.QuickActions.Select(a => (HubPartKind.QuickAction, a.Id)),
        .. All(hub.Dashboard.Widgets, w => w.Children).Select(w => (HubPartKind.Widget, w.Id)),
        .. hub.Permissions.Keys.Select(p => (HubPartKind.Permission, p)),
        .. hub.Features.Keys.Select(f => (HubPartKind.Feature, f)),
        .. hub.Experiments.Keys.Select(e => (HubPartKind.Experiment, e)),
        .. hub.DataFetching.Endpoints.Keys.Select(e => (HubPartKind.Endpoint, e)),
        .. hub.DataFetching.Caching.Keys.Select(c => (HubPartKind.CacheRule, c)),
    ];

    private static IEnumerable<(HubPartKind, string)> Shown(HubView view) =>
    [
        .. view.Navigation.Select(i => (HubPartKind.SidebarItem, i.Id)),
        .. view.QuickActions.Select(a => (HubPartKind.QuickAction, a.Id)),
        .. All(view.Widgets, w => w.Children).Select(w => (HubPartKind.Widget, w.Id)),
        .. view.Permissions.Where(p => p.Value).Select(p => (HubPartKind.Permission, p.Key)),
        .. view.Features.Where(f => f.Value.Enabled).Select(f => (HubPartKind.Feature, f.Key)),
        .. view.Experiments.Keys.Select(e => (HubPartKind.Experiment, e)),
        .. view.Endpoints.Keys.Select(e => (HubPartKind.Endpoint, e)),
        .. view.Caching.Keys.Select(c => (HubPartKind.CacheRule, c)),
    ];

    private static IEnumerable<T> All<T>(IEnumerable<T> items, Func<T, IEnumerable<T>> within) => items.SelectMany(i => All(within(i), within).Prepend(i));
}
