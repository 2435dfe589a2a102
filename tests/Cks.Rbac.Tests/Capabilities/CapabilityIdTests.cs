namespace Cks.Rbac.Tests.Capabilities;

public sealed class CapabilityIdTests
{
    [Fact]
    public void S14_an_id_means_the_same_capability_for_the_life_of_the_process()
    {
        var first = CapabilityId.Of("stable:view");
        for (var i = 0; i < 100; i++)
            CapabilityId.Of($"other:a{i}");

        Assert.Equal(first, CapabilityId.Of("stable:view"));
        Assert.Equal("stable:view", first.Name);
        Assert.Equal("stable", first.Resource);
    }

    [Theory]
    [InlineData("")]
    [InlineData("orders")]
    [InlineData("orders:")]
    [InlineData("Orders:view")]
    [InlineData("orders:view:all")]
    [InlineData("orders:*")]
    [InlineData("orders:view\n")]
    [InlineData("órders:view")]
    public void Anything_but_resource_colon_action_is_refused(string text)
    {
        Assert.False(CapabilityId.IsWellFormed(text));
        Assert.Throws<FormatException>(() => CapabilityId.Of(text));
    }

    [Fact]
    public void Looking_up_text_from_outside_makes_no_id()
    {
        Assert.False(CapabilityId.TryFind("never:declared", out var id));
        Assert.Equal(default, id);
        Assert.False(CapabilityId.TryFind("never:declared", out _));
    }

    [Fact]
    public void Ids_made_by_many_threads_are_distinct_and_keep_their_names()
    {
        var ids = new CapabilityId[400];
        Parallel.For(0, ids.Length, i => ids[i] = CapabilityId.Of($"parallel:a{i / 2}"));

        Assert.Equal(200, ids.Distinct().Count());
        Assert.All(Enumerable.Range(0, 400), i => Assert.Equal($"parallel:a{i / 2}", ids[i].Name));
    }
}
