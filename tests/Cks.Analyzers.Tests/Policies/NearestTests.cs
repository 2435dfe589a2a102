using CsCheck;

namespace Cks.Analyzers.Tests;

public sealed class NearestTests
{
    [Fact]
    public void The_name_that_was_meant_is_the_one_that_the_host_would_propose()
    {
        var names = Gen.Char["abc:"].Array[1, 9].Select(c => new string(c));
        Gen.Select(names, names.Array[0, 6]).Sample((name, candidates) => Assert.Equal(Core.DidYouMean.Closest(name, candidates), Nearest.Of(name, candidates)));
    }

    [Fact]
    public void Nobody_means_a_name_that_is_very_long() => Assert.Null(Nearest.Of(new('a', 129), [new('a', 129)]));
}
