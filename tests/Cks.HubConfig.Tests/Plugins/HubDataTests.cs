using System.Text;

namespace Cks.HubConfig.Tests;

public sealed class HubDataTests
{
    private const string GoodItems = """{"who":"u1","called":"good1,good2","items":""";
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task S21_Data_comes_in_one_call_for_each_source_and_is_that_of_whoever_asks()
    {
        using var world = PluginWorld.Start(Misdeeds.Adding["none"]);
        Assert.Equal($"good1={GoodItems}[1,2]}} good2={GoodItems}[1,2,3,4,5,6,7]}} bad1=\"bad\" bad2=\"bad\"", await ToldAsync(world));
        Assert.Contains("\"who\":\"u2\"", await ToldAsync(world, "u2"), StringComparison.Ordinal);
        Assert.Equal([TimeSpan.FromSeconds(30), TimeSpan.Zero], (await world.Data.LoadAsync(PluginWorld.Subject("u1"), ["good1", "bad1"]))!.Select(d => d.Ttl));
    }

    [Theory]
    [InlineData("", "own", "nothing", "../good1")]
    [InlineData("good2={\"who\":\"u1\",\"called\":\"good2\",\"items\":[1,2,3,4,5,6,7]}", "good2", "own", "GOOD1")]
    public async Task S21_Only_widgets_of_the_view_that_read_from_a_plugin_have_data(string expected, params string[] asked)
    {
        using var world = PluginWorld.Start(Misdeeds.Adding["none"]);
        Assert.Equal(expected, await ToldAsync(world, "u1", asked));
    }

    [Fact]
    public async Task S21_Who_may_not_see_a_widget_has_no_data_of_it()
    {
        using var world = PluginWorld.Start(Misdeeds.Adding["none"], permitted: ["jobs:view"]);
        Assert.DoesNotContain("bad2", await ToldAsync(world), StringComparison.Ordinal);
        using var none = PluginWorld.Start(Misdeeds.Adding["none"], permitted: ["stats:view"]);
        Assert.Equal("", await ToldAsync(none));
        Assert.Null(await none.Data.LoadAsync(new("u1", Core.TenantId.Parse("main"), ["customer"])));
    }

    [Fact]
    public async Task S21_A_loader_that_throws_or_gives_what_is_no_data_costs_its_own_widgets()
    {
        foreach (var add in (Action<CksHubConfigBuilder>[])[Misdeeds.Add<Misdeeds.LoaderThrows>, Misdeeds.Add<Misdeeds.LoaderGivesNothing>, Misdeeds.Add<Misdeeds.LoaderReadsWhatIsNotGiven>])
        {
            using var world = PluginWorld.Start(add);
            Assert.Equal($"good1={GoodItems}[1,2]}} good2={GoodItems}[1,2,3,4,5,6,7]}} bad1:PluginFailed bad2:PluginFailed", await ToldAsync(world));
        }
    }

    [Fact]
    public async Task S21_A_loader_gives_nothing_to_the_widgets_of_another()
    {
        using var world = PluginWorld.Start(Misdeeds.Add<Misdeeds.LoaderGivesAnothers>);
        Assert.Equal($"good1={GoodItems}[1,2]}} good2={GoodItems}[1,2,3,4,5,6,7]}} bad1=1 bad2:PluginFailed", await ToldAsync(world));
    }

    /// <summary>Nobody reads for the one before.</summary>
    [Fact]
    public async Task S06_What_reads_for_somebody_counts_until_the_call_ends()
    {
        using var world = PluginWorld.Start(Misdeeds.Add<Misdeeds.LoaderKeepsTheFirst>);
        Assert.EndsWith("bad1=\"u1\" bad2=\"u1\"", await ToldAsync(world), StringComparison.Ordinal);
        Assert.EndsWith("bad1:PluginFailed bad2:PluginFailed", await ToldAsync(world, "u2"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10_000, "bad1= bad2=")]
    [InlineData(5_000, "bad1:PluginFailed bad2:PluginFailed")]
    public async Task S30_All_data_of_one_call_has_its_room(int most, string expected)
    {
        using var world = PluginWorld.Start(b => Misdeeds.Add<Misdeeds.LoaderGivesMuch>(b.ConfigurePlugins(o => o.MostBytes = most)));
        Assert.EndsWith(expected, (await ToldAsync(world)).Replace($"\"{new string('x', 3_000)}\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S21_A_plugin_that_is_not_in_use_is_told_as_such()
    {
        using var world = PluginWorld.Start(Misdeeds.Adding["throws"]);
        Assert.EndsWith(" bad1:PluginFailed bad2:PluginFailed", await ToldAsync(world), StringComparison.Ordinal);
    }

    /// <summary>It blocks its thread and looks at no token: the others have their data in time, and after four such calls it is not asked any more.</summary>
    [Fact]
    public async Task S21_A_loader_that_hangs_holds_up_nobody_for_longer_than_its_time_and_then_nobody_at_all()
    {
        using var world = PluginWorld.Start(b => Misdeeds.Add<Misdeeds.LoaderHangs>(b.ConfigurePlugins(o => o.LoadWithin = TimeSpan.FromSeconds(1))));
        var view = WidgetWorld.Text(world.View().Json);
        for (var i = 0; i < 6; i++)
        {
            var began = TimeProvider.System.GetTimestamp();
            var told = await ToldAsync(world);
            Assert.EndsWith(" bad1:PluginSlow bad2:PluginSlow", told, StringComparison.Ordinal);
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Generous);
            // That a call is late is counted beside the answer.
            for (var waited = 0; i == 3 && waited < 600 && world.Catalog.Plugins[1].Problem.Length == 0; waited++)
                await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal(4, Misdeeds.LoaderHangs.Calls);
        Assert.Equal(view, WidgetWorld.Text(world.View().Json));
        Assert.Equal(HubHealthState.Degraded, world.Catalog.Health.State);
        Assert.Contains("is not asked", world.Catalog.Plugins[1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S21_Whoever_comes_when_all_calls_of_a_plugin_run_waits_for_one_to_end()
    {
        using var world = PluginWorld.Start(b => Misdeeds.Add<Misdeeds.LoaderTakesItsTime>(b.ConfigurePlugins(o => o.MostCalls = 2)));
        var told = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ToldAsync(world, $"u{i}", ["bad1"])));
        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"bad1=\"u{i}\""), told);
    }

    /// <summary>That nobody waits any more does not make a call that hangs one that does not.</summary>
    [Fact]
    public async Task S21_Calls_that_hang_are_counted_though_their_callers_went_away()
    {
        using var world = PluginWorld.Start(b => Misdeeds.Add<Misdeeds.LoaderHangsForOne>(b.ConfigurePlugins(o => (o.MostCalls, o.LoadWithin) = (1, TimeSpan.FromSeconds(3)))));
        var began = Misdeeds.LoaderHangsForOne.Began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var gone = new CancellationTokenSource();
        var load = world.Data.LoadAsync(PluginWorld.Subject("u1"), cancellationToken: gone.Token).AsTask();
        await began.Task.WaitAsync(Generous, TestContext.Current.CancellationToken);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => load);
        for (var i = 0; i < 600 && world.Catalog.Plugins[1].Problem.Length == 0; i++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Contains("is not asked", world.Catalog.Plugins[1].Problem, StringComparison.Ordinal);
        Assert.Equal("bad1:PluginSlow", await ToldAsync(world, "u1", ["bad1"]));
    }

    [Fact]
    public async Task A_caller_who_goes_away_is_not_held()
    {
        using var world = PluginWorld.Start(Misdeeds.Add<Misdeeds.LoaderHangsForOne>);
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Data.LoadAsync(PluginWorld.Subject("u1"), cancellationToken: gone.Token).AsTask());
        Assert.Equal("", world.Catalog.Plugins[1].Problem);
    }

    private static async Task<string> ToldAsync(PluginWorld world, string who = "u1", string[]? widgets = null) =>
        string.Join(' ', (await world.Data.LoadAsync(PluginWorld.Subject(who), widgets))!.Select(d => d.Fault is { } fault ? $"{d.Widget}:{fault}" : $"{d.Widget}={Encoding.UTF8.GetString(d.Json.Span)}"));
}
