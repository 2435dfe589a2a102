namespace Cks.Auth.Tests;

public sealed class UnknownKeyIdsTests
{
    private static readonly long Second = TimeSpan.TicksPerSecond;
    private readonly UnknownKeyIds _ids = new(TimeSpan.FromSeconds(30));

    [Fact]
    public void An_id_rests_twice_as_long_each_time_up_to_sixteen_cool_downs()
    {
        long now = 0;
        foreach (var cooldowns in new[] { 1, 2, 4, 8, 16, 16, 16 })
        {
            Assert.False(_ids.Contains("a", now));
            _ids.Add("a", now);
            // The others who waited for the same fetch.
            _ids.Add("a", now);
            _ids.Add("a", now + Second);
            now += cooldowns * 30 * Second;
            Assert.True(_ids.Contains("a", now - 1));
        }

        Assert.False(_ids.Contains("A", now));
        _ids.Add("a", now);
        _ids.Clear();
        Assert.False(_ids.Contains("a", now));
    }

    [Fact]
    public void There_is_room_for_so_many_and_those_that_are_over_make_room()
    {
        for (var i = 0; i < 1_000_000; i++)
            _ids.Add($"made-up-{i}", 0);
        Assert.Equal(256, Enumerable.Range(0, 1_000_000).Count(i => _ids.Contains($"made-up-{i}", 0)));
        _ids.Add("late", 29 * Second);
        Assert.False(_ids.Contains("late", 29 * Second));
        _ids.Add("late", 30 * Second);
        Assert.True(_ids.Contains("late", 30 * Second));
    }
}
