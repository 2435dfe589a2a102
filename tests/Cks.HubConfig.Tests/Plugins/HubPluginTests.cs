using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Cks.HubConfig.Tests;

public sealed class HubPluginTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    // Milliseconds; the machine may be busy. A plugin that is waited for has 20 seconds in these tests.
    private static readonly TimeSpan OfAView = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("throws", HubPluginState.Failed, WidgetFault.PluginFailed)]
    [InlineData("manifest throws", HubPluginState.Failed, WidgetFault.PluginFailed)]
    [InlineData("hangs", HubPluginState.Slow, WidgetFault.PluginSlow)]
    [InlineData("old contract", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("old documents", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("no version", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("another id", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("declares another's", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("another's widget", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("the application's widget", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("undeclared loader", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("the application's page", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("another's page", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("another's data", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("another's data by a star", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("any data by a star", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("too many names", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("blank label", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("undeclared script", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("another's script", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("script twice", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("script that is empty", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("script that is too long", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("no data source", HubPluginState.Failed, WidgetFault.PluginFailed)]
    [InlineData("no renderer", HubPluginState.Failed, WidgetFault.PluginFailed)]
    [InlineData("no migration", HubPluginState.Failed, WidgetFault.PluginFailed)]
    [InlineData("half a letter", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("half a letter in a schema", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("a mark before a schema", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("throws what throws", HubPluginState.Failed, WidgetFault.PluginFailed)]
    [InlineData("broken schema", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("another capability", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("flag that is no JSON", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("flag that is no object", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("flag that ends early", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("flag that says how to merge", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("flag of an unknown form", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("flag with a share by chance", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("undeclared flag", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("flag twice", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("another's flag", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("the application's flag", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("flag that rests on another's", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("flag that rests on itself", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("flag that rests on what it does not have", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("too many flags", HubPluginState.Refused, WidgetFault.PluginRefused)]
    [InlineData("flags that are too long", HubPluginState.Refused, WidgetFault.PluginRefused)]
    public void S21_A_plugin_that_misbehaves_costs_its_own_widgets_and_nothing_else(string misdeed, HubPluginState state, WidgetFault fault)
    {
        var clock = new FakeTimeProvider();
        using var whole = PluginWorld.Start(Misdeeds.Adding["none"], clock: clock);
        var before = whole.View();
        Assert.Equal("own good1 good2 bad1 bad2", PluginWorld.Told(before));

        var began = TimeProvider.System.GetTimestamp();
        using var hurt = PluginWorld.Start(Misdeeds.Adding[misdeed], clock: clock);
        Assert.Equal(2, hurt.Catalog.Plugins.Count);
        Assert.True(TimeProvider.System.GetElapsedTime(began) < Generous);
        // The view itself waits for no plugin: neither the clock that is still nor the wall's needs to go on for it.
        began = TimeProvider.System.GetTimestamp();
        var after = hurt.View();
        Assert.True(TimeProvider.System.GetElapsedTime(began) < OfAView);
        Assert.Equal($"own good1 good2 bad1:{fault} bad2:{fault}", PluginWorld.Told(after));
        Assert.Equal(PluginWorld.Rest(before), PluginWorld.Rest(after));
        Assert.Equal(["jobs", "good.board"], after.Navigation.Select(n => n.Id));
        Assert.DoesNotContain("Secret plans", WidgetWorld.Text(after.Json), StringComparison.Ordinal);
        Assert.DoesNotContain("bad", after.Endpoints.Keys);

        var status = hurt.Catalog.Plugins[1];
        Assert.Equal(("bad", state), (status.Id, status.State));
        Assert.Equal(HubHealthState.Degraded, hurt.Catalog.Health.State);
        Assert.Contains(hurt.Catalog.Health.Problems, p => p.Contains(status.Problem, StringComparison.Ordinal));
        Assert.NotEqual("", status.Problem);
        Assert.Equal(["good.list"], hurt.Modules.ByRenderer.Keys);
        Assert.DoesNotContain("secret", status.Problem, StringComparison.Ordinal);
    }

    /// <summary>A plugin is updated apart from documents, whether they name it or not.</summary>
    [Theory]
    [InlineData("\"type\": \"bad.gone\"", WidgetFault.UnknownType)]
    [InlineData("\"type\": \"bad.list\", \"compatible\": \"^9.0\"", WidgetFault.IncompatibleVersion)]
    [InlineData("\"type\": \"bad.list\", \"options\": { \"gone\": 1 }", WidgetFault.UnusableOptions)]
    public void S21_A_plugin_in_use_that_does_not_fit_a_document_any_more_costs_its_own_widget(string written, WidgetFault fault)
    {
        using var world = PluginWorld.Start(Misdeeds.Adding["none"], hub: PluginWorld.Hub.Replace("\"id\": \"bad2\", \"type\": \"bad.list\"", $"\"id\": \"bad2\", {written}", StringComparison.Ordinal));
        Assert.Equal($"own good1 good2 bad1 bad2:{fault}", PluginWorld.Told(world.View()));
        Assert.Contains(world.Catalog.TryReload().Diagnostics, d => d.Code.Id == "CKS443" && d.Message.Contains("\"bad\"", StringComparison.Ordinal));
    }

    [Fact]
    public void S21_A_plugin_in_use_gives_its_widgets_pages_and_data_sources()
    {
        using var world = PluginWorld.Start(Misdeeds.Adding["none"]);
        var view = world.View();
        Assert.Equal(["jobs", "bad-fast", "bad-mine", "good.board", "bad.board"], view.Navigation.Select(n => n.Id));
        Assert.Equal("/plugins/good/orders", view.Endpoints["good"].Value);
        Assert.Equal(HubHealthState.Good, world.Catalog.Health.State);
        Assert.Equal([new HubPluginStatus("good", HubPluginState.InUse, "1.2.0", ""), new HubPluginStatus("bad", HubPluginState.InUse, "1.2.0", "")], world.Catalog.Plugins);
        Assert.Equal(["bad", "good", null], world.Catalog.Widgets.All.Select(w => w.Plugin));
    }

    /// <summary>Nobody sees more of a hub when a plugin is broken (S09): what it needs is said by the application.</summary>
    [Theory]
    [InlineData("none", "own")]
    [InlineData("throws", "own")]
    [InlineData("none", "own good1 good2 bad1", "jobs:view")]
    [InlineData("throws", "own good1 good2 bad1:PluginFailed", "jobs:view")]
    public void S21_Who_may_not_see_a_widget_does_not_see_its_fallback_either(string misdeed, string expected, params string[] more)
    {
        using var world = PluginWorld.Start(Misdeeds.Adding[misdeed], permitted: ["stats:view", .. more]);
        var view = world.View();
        Assert.Equal(expected, PluginWorld.Told(view));
        Assert.Equal(more.Length > 0, view.Endpoints.ContainsKey("good"));
        Assert.Equal(more.Length > 0, view.Navigation.Any(n => n.Id == "good.board"));
    }

    [Fact]
    public void S21_A_plugin_that_is_not_listed_is_off_and_none_of_its_code_runs()
    {
        using var world = PluginWorld.Start(b => b.AddPlugin<Untouchable>("bad", "jobs:view"), listed: ["good"]);
        Assert.Equal("own good1 good2 bad1:PluginOff bad2:PluginOff", PluginWorld.Told(world.View()));
        Assert.Equal(new HubPluginStatus("bad", HubPluginState.Off, null, ""), world.Catalog.Plugins[1]);
        Assert.Equal(HubHealthState.Good, world.Catalog.Health.State);
        Assert.False(Untouchable.IsMade);
    }

    [Fact]
    public void S30_What_a_plugin_says_of_itself_is_told_short_and_on_one_line()
    {
        using var world = PluginWorld.Start(Misdeeds.Add<Misdeeds.SaysMuch>);
        var status = world.Catalog.Plugins[1];
        Assert.Equal((HubPluginState.Refused, null), (status.State, status.Version));
        Assert.True(status.Problem.Length <= 1_000);
        Assert.DoesNotContain(status.Problem, char.IsControl);
    }

    [Fact]
    public void S21_An_id_that_is_listed_and_not_there_stops_the_host()
    {
        using var world = PluginWorld.Start(Misdeeds.Adding["none"], listed: ["god"]);
        var refused = Assert.Single(Assert.Throws<CksConfigurationException>(() => world.Catalog).Diagnostics);
        Assert.Equal(("CKS109", "good"), (refused.Code.Id, refused.Suggestion));
    }

    [Theory]
    [InlineData("Bad", "jobs:view")]
    [InlineData("1st", "jobs:view")]
    [InlineData("a.b", "jobs:view")]
    [InlineData("good", "jobs:view")]
    [InlineData("other", "jobs")]
    [InlineData("other", "")]
    public void A_plugin_is_added_once_by_a_name_and_with_a_capability(string id, string capability)
    {
        var builder = new ServiceCollection().AddCksHubConfig().AddPlugin<GoodPlugin>("good", HubTargets.NoCapability);
        Assert.Equal("CKS109", Assert.Single(Assert.Throws<CksConfigurationException>(() => builder.AddPlugin<GoodPlugin>(id, capability)).Diagnostics).Code.Id);
    }

    private sealed class Untouchable : IHubPlugin
    {
        public Untouchable() => IsMade = true;

        public static bool IsMade { get; private set; }

        public HubPluginManifest Manifest => PluginWorld.ManifestOf("bad");

        public void Contribute(HubPluginContributions contributions, CancellationToken cancellationToken) => PluginWorld.Contribute("bad", contributions, new GoodPlugin());
    }
}
