using Cks.Scope.Tests.Model;

namespace Cks.Scope.Tests.Strategies;

public sealed class KeyedWaysTests
{
    private readonly ScopeModel _model = ScopeText.ModelStore.Current.Value;

    [Fact]
    public void Steps_from_parent_to_child_are_one_where_the_key_is_copied()
    {
        var centers = Way(s => s.Sets.Single(s => s.Name == "centers").Rows);

        Assert.Equal("manager -manager_copy-> center", Text(centers));
        Assert.Equal(["customers", "centers"], centers.Declared.Select(s => s.Name));
    }

    [Fact]
    public void What_hangs_below_goes_on_from_there() =>
        Assert.Equal("manager -manager_copy-> center, center -center-> crew", Text(Way(s => s.Sets.Single(s => s.Name == "crew").Rows)));

    [Fact]
    public void What_must_be_live_in_between_is_still_asked_where_it_stands()
    {
        var services = Way(s => s.Metrics.Single(m => m.Metric.Name == "serviceCount").Rows!);

        Assert.Equal("manager -manager_copy-> center, center -center-> service", Text(services));
        Assert.Equal(1, services.LiveAfter);
    }

    [Fact]
    public void A_way_that_must_be_live_before_the_copy_is_not_made_shorter()
    {
        _model.TryGetEntity("center", out var center);
        _model.TryGetEntity("manager", out var manager);
        var declared = Way(s => s.Sets.Single(s => s.Name == "centers").Rows).Declared;

        Assert.Equal(declared, new KeyedWays([.. _model.ScopeKeysOf(center!)]).Shorten(new(declared, LiveAfter: 1)).Steps);
        Assert.Equal(declared, new KeyedWays([]).Shorten(new(declared)).Steps);
        Assert.Equal(manager, Assert.Single(new KeyedWays([.. _model.ScopeKeysOf(center!)]).Shorten(new(declared)).Steps).From);
    }

    [Fact]
    public void A_relation_that_is_no_step_of_the_tree_ends_no_jump() => Assert.All(_model.Find("crew")!.Sets, s => Assert.All(s.Rows.Ways, w => Assert.Same(w.Declared, w.Steps)));

    private ScopePath Way(Func<CompiledStrategy, CompiledRows> of) => Assert.Single(of(_model.Find("manager")!).Ways);

    private static string Text(ScopePath way) => string.Join(", ", way.Steps.Select(s => $"{s.From.Name} -{s.By!.Name}-> {s.To.Name}"));
}
