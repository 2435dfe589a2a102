using System.Text;
using Cks.Core;
using Cks.Rbac;
using CsCheck;

namespace Cks.HubConfig.Tests;

public sealed class HubComposerTests
{
    private static readonly HubCatalog Catalog = Portal.Catalog(Portal.Folder);

    private static readonly Gen<string[]> CapabilitySets = Gen.Bool.Array[Portal.Capabilities.Length].Select(chosen => Portal.Capabilities.Where((_, i) => chosen[i]).ToArray());

    [Fact]
    public async Task View_of_a_subject_with_every_capability_is_the_whole_document()
    {
        var view = (await Compose(Portal.Policies(Portal.Capabilities), Portal.Subject("contractor")))!;
        var hub = Catalog.Current("contractor")!.Value;
        Assert.Equal(hub.Navigation.SidebarItems, view.Navigation);
        Assert.Equal(hub.Navigation.QuickActions, view.QuickActions);
        Assert.Equal(Told(hub.Dashboard.Widgets), Told(view.Widgets));
        Assert.Equal(hub.DataFetching.Endpoints, view.Endpoints);
        Assert.Equal(hub.DataFetching.Caching, view.Caching);
        Assert.Equal(hub.Permissions, view.Permissions);
        Assert.Equal(Catalog.Documents.Version, view.HubVersion);
    }

    [Fact]
    public void S09_View_is_exactly_what_the_document_offers_and_the_policy_permits() =>
        Gen.Select(CapabilitySets, CapabilitySets, Gen.Int[0, Portal.Roles.Length - 1]).Sample((permit, deny, role) =>
        {
            var policies = Portal.Policies(permit, deny);
            var view = Compose(policies, Portal.Subject(Portal.Roles[role])).AsTask().Result!;
            var hub = Catalog.Current(Portal.Roles[role])!.Value;
            bool May(string capability) => capability == HubTargets.NoCapability || (permit.Contains(capability) && !deny.Contains(capability));

            Assert.Equal(hub.Navigation.SidebarItems.Where(i => May(Portal.PageCapabilities[i.Path.Value])), view.Navigation);
            Assert.Equal(hub.Navigation.QuickActions.Where(a => May(Portal.ActionCapabilities[a.Action])), view.QuickActions);
            Assert.Equal(Told(hub.Dashboard.Widgets.Where(w => May(Portal.DataSourceCapabilities[w.DataSource.Value]))), Told(view.Widgets));
            Assert.Equal(hub.DataFetching.Endpoints.Where(e => May(Portal.DataSourceCapabilities[e.Value.Value])), view.Endpoints);
            Assert.Equal(hub.DataFetching.Caching.Where(c => view.Endpoints.ContainsKey(c.Key)), view.Caching);
            Assert.Equal(hub.Permissions.Keys, view.Permissions.Keys);
            Assert.All(view.Permissions, p => Assert.Equal(hub.Permissions[p.Key] && May(Portal.Aliases[p.Key]), p.Value));
            Assert.Equal(policies.Current.Version, view.PolicyVersion);
        }, iter: 300);

    [Fact]
    public void View_with_fewer_capabilities_is_a_part_of_the_view_with_more() =>
        Gen.Select(CapabilitySets, CapabilitySets).Sample((some, others) =>
        {
            var less = Compose(Portal.Policies(some), Portal.Subject("contractor")).AsTask().Result!;
            var more = Compose(Portal.Policies(some.Union(others)), Portal.Subject("contractor")).AsTask().Result!;
            Assert.Subset(more.Navigation.ToHashSet(), less.Navigation.ToHashSet());
            Assert.Subset(more.QuickActions.ToHashSet(), less.QuickActions.ToHashSet());
            Assert.Subset(more.Widgets.ToHashSet(), less.Widgets.ToHashSet());
            Assert.Subset(more.Endpoints.ToHashSet(), less.Endpoints.ToHashSet());
            Assert.Subset(more.Caching.ToHashSet(), less.Caching.ToHashSet());
            Assert.Subset(more.Permissions.Where(p => p.Value).ToHashSet(), less.Permissions.Where(p => p.Value).ToHashSet());
        }, iter: 200);

    [Fact]
    public async Task Permission_that_the_document_withholds_stays_false_though_the_policy_permits_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("contractor.v1.json", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Portal.Contractor).Replace("\"canCreateJobs\": true", "\"canCreateJobs\": false", StringComparison.Ordinal)));
        var decisions = new PolicyDecisionPoint(Portal.Policies(Portal.Capabilities));
        var view = await new HubComposer(Portal.Catalog(folder.Root), decisions, decisions).ComposeAsync(Portal.Subject("contractor"));
        Assert.False(view!.Permissions["canCreateJobs"]);
        Assert.True(view.Permissions["canManageCrews"]);
    }

    [Fact]
    public async Task Disabled_feature_is_there_without_its_settings()
    {
        using var folder = new TemporaryFolder();
        folder.Write("contractor.v1.json", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Portal.Contractor).Replace("\"enabled\": true, \"maxBatchSize\"", "\"enabled\": false, \"maxBatchSize\"", StringComparison.Ordinal)));
        var decisions = new PolicyDecisionPoint(Portal.Policies([]));
        var view = await new HubComposer(Portal.Catalog(folder.Root), decisions, decisions).ComposeAsync(Portal.Subject("contractor"));
        Assert.False(view!.Features["bulkOperations"].Enabled);
        Assert.Empty(view.Features["bulkOperations"].Settings);
        Assert.Single(view.Features["messaging"].Settings);
    }

    [Theory]
    [InlineData()]
    [InlineData("stranger")]
    [InlineData("Contractor")]
    [InlineData("")]
    public async Task Subject_whose_roles_have_no_document_has_no_hub(params string[] roles) => Assert.Null(await Compose(Portal.Policies(Portal.Capabilities), Portal.Subject(roles)));

    [Fact]
    public async Task Cancelled_composition_is_a_cancelled_task()
    {
        var decisions = new PolicyDecisionPoint(Portal.Policies([]));
        var composing = new HubComposer(Catalog, decisions, decisions).ComposeAsync(Portal.Subject("contractor"), new(canceled: true));
        Assert.True(composing.IsCanceled);
        await Assert.ThrowsAsync<TaskCanceledException>(() => composing.AsTask());
    }

    [Fact]
    public async Task Nobody_has_no_hub() => Assert.Null(await Compose(Portal.Policies(Portal.Capabilities), Subject.Nobody));

    [Fact]
    public async Task First_role_with_a_document_wins()
    {
        var view = await Compose(Portal.Policies([]), Portal.Subject("stranger", "crew", "contractor"));
        Assert.Equal("crew", view!.Role);
    }

    [Fact]
    public async Task Whole_composition_is_decided_by_the_policy_that_the_subject_is_bound_to()
    {
        var policies = Portal.Policies(Portal.Capabilities);
        var subject = Portal.Subject("contractor");
        var before = (await Compose(policies, subject))!;
        Portal.Activate(policies, [], []);
        var bound = (await Compose(policies, subject))!;
        Assert.Equal(before.PolicyVersion, bound.PolicyVersion);
        Assert.Equal(before.Permissions, bound.Permissions);
        Assert.Equal(before.Widgets, bound.Widgets);
        var fresh = (await Compose(policies, Portal.Subject("contractor")))!;
        Assert.Equal(before.PolicyVersion.Sequence + 1, fresh.PolicyVersion.Sequence);
        Assert.DoesNotContain(true, fresh.Permissions.Values);
        Assert.Equal(["/"], fresh.Navigation.Select(i => i.Path.Value));
    }

    private static IEnumerable<object> Told(IEnumerable<HubWidget> widgets) => widgets.Select(w => (object)(w.Id, w.Type, w.Title, w.GridArea, w.Endpoint, w.DataSource, w.RefreshInterval, w.MaxItems));

    private static IEnumerable<object> Told(IEnumerable<WidgetView> widgets) => widgets.Select(w => (object)(w.Id, w.Type, w.Title, w.GridArea, w.Endpoint, w.DataSource, w.RefreshInterval, w.MaxItems));

    private static ValueTask<HubView?> Compose(SnapshotStore<Policy> policies, Subject subject)
    {
        var decisions = new PolicyDecisionPoint(policies);
        return new HubComposer(Catalog, decisions, decisions).ComposeAsync(subject);
    }
}
