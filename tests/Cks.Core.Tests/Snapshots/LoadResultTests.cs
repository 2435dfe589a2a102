namespace Cks.Core.Tests;

public sealed class LoadResultTests
{
    [Fact]
    public void An_error_refuses_the_value_that_stands_beside_it()
    {
        var bag = new DiagnosticBag();
        bag.Add(CksCodes.UnknownRole, SourceLocation.Whole("p.rbac.json"), "No such role.");

        var result = LoadResult<string>.From("value", bag);

        Assert.False(result.IsLoaded);
        Assert.Null(result.Value);
        Assert.Equal(bag, Assert.Throws<CksConfigurationException>(() => result.GetOrThrow()).Diagnostics);
    }

    [Fact]
    public void A_warning_leaves_the_value_usable_and_is_kept()
    {
        var bag = new DiagnosticBag();
        bag.Add(CksCodes.AllFields, SourceLocation.Whole("p.rbac.json"), "Every field.");

        var result = LoadResult<string>.From("value", bag);

        Assert.True(result.IsLoaded);
        Assert.Equal("value", result.GetOrThrow());
        Assert.Single(result.Diagnostics);
    }

    [Fact]
    public void No_value_is_not_loaded_even_without_a_finding() => Assert.False(LoadResult<string>.From(null, new DiagnosticBag()).IsLoaded);

    [Fact]
    public void A_result_does_not_change_when_its_bag_does()
    {
        var bag = new DiagnosticBag();
        var result = LoadResult<string>.From("value", bag);

        bag.Add(CksCodes.NotJson, SourceLocation.Whole("x"), "Later.");

        Assert.True(result.IsLoaded);
        Assert.Empty(result.Diagnostics);
    }

    [Fact]
    public void The_version_names_the_sequence_and_the_content()
    {
        Assert.Equal(new SnapshotVersion(7, "ba7816bf"), SnapshotVersion.Of(7, "abc"u8));
        Assert.NotEqual(SnapshotVersion.Of(7, "abc"u8), SnapshotVersion.Of(7, "abd"u8));
        Assert.Equal(0, default(SnapshotVersion).Sequence);
    }
}
