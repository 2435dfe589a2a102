using Xunit.Sdk;

namespace Cks.Tests.TwoPortals;

/// <summary>What the histories are judged by, with histories that are made up.</summary>
public sealed class StalenessTests
{
    [Theory]
    [InlineData(401, 14_000, 0)]
    [InlineData(200, 9_000, 0)]
    [InlineData(200, 10_050, 0)] // it was being ended
    [InlineData(200, 11_000, 1_000)]
    [InlineData(200, 13_500, 4_000)]
    public void The_age_of_an_answer_is_how_long_ago_it_was_right(int status, int at, int age) => Assert.Equal(Ms(age), new Staleness([Answered(status, at)]).Worst.Age);

    [Theory]
    [InlineData(200, 21_000)] // it came back after ten seconds
    [InlineData(429, 14_000)]
    [InlineData(401, 5_000)] // before it was ended
    public void An_answer_that_nothing_explains_is_no_stale_one(int status, int at) => Assert.Equal(TimeSpan.MaxValue, new Staleness([Answered(status, at)]).Worst.Age);

    [Fact]
    public void One_answer_beyond_the_bound_fails_and_so_do_many_that_are_late_within_it()
    {
        var good = Enumerable.Repeat(Answered(401, 14_000), 198).ToArray();
        new Staleness([.. good, Answered(200, 13_500), Answered(200, 13_500)]).AssertWithin(Ms(3_000), Ms(6_000), Ms(20_000));

        Assert.ThrowsAny<XunitException>(() => new Staleness([.. good, Answered(200, 17_500)]).AssertWithin(Ms(3_000), Ms(6_000), Ms(20_000)));
        Assert.ThrowsAny<XunitException>(() => new Staleness([.. good, Answered(200, 13_500), Answered(200, 13_500), Answered(200, 13_500)]).AssertWithin(Ms(3_000), Ms(6_000), Ms(20_000)));
        Assert.ThrowsAny<XunitException>(() => new Staleness(good).AssertWithin(Ms(3_000), Ms(6_000), Ms(11_000)));
    }

    // A session that was ended from 10.0 to 10.1 seconds.
    private static Answer Answered(int status, int at)
    {
        var isOver = new Fact(false);
        isOver.Begin(true, Ms(10_000));
        isOver.End(Ms(10_100));
        return new("CRW-001", Ms(at), Ms(at + 10), status, window => [.. window.Of(isOver).Select(over => over ? 401 : 200)]);
    }

    private static TimeSpan Ms(int ms) => TimeSpan.FromMilliseconds(ms);
}
