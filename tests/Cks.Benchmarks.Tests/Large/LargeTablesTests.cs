namespace Cks.Benchmarks.Tests;

public sealed class LargeTablesTests
{
    [Fact]
    public void A_large_portal_has_the_same_bytes_each_time()
    {
        using var text = new LargeText();
        foreach (var row in new LargeTables(new(20_000)).All().SelectMany(t => t.Rows))
            text.Line(row);

        Assert.Equal("c40b647c16bbeabbc52a0b18603e0ea52bc4c5b3de021572abd2d1a0656651b5", text.Hash);
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(2_000_000)]
    public void The_first_manager_has_thirty_percent_and_the_last_of_each_has_nobody(int crew)
    {
        var shape = new LargeShape(crew);
        var managers = new int[shape.Managers];
        var contractors = new int[shape.Contractors];
        for (var i = 0; i < shape.Customers; i++)
        {
            managers[shape.ManagerOf(shape.ContractorOf(i))]++;
            contractors[shape.ContractorOf(i)]++;
        }

        Assert.Equal(shape.Customers * 3 / 10, managers[0]);
        Assert.Equal(shape.Customers * 9 / 100, contractors[0]);
        Assert.Equal(0, managers[^1]);
        Assert.Equal(0, contractors[^1]);
        Assert.All(managers[..^1], m => Assert.NotEqual(0, m));
        Assert.All(contractors[..^1], c => Assert.NotEqual(0, c));
        Assert.DoesNotContain(shape.Customers - 1, Enumerable.Range(0, shape.Centers).Select(shape.CustomerOf));
        Assert.DoesNotContain(shape.Centers - 1, Enumerable.Range(0, shape.Crew).Select(shape.CenterOf));
    }

    [Fact]
    public void Two_million_crew_are_the_portal_of_the_bars()
    {
        var shape = new LargeShape(2_000_000);

        Assert.Equal((200, 4_000, 40_000, 200_000, 4_000_000), (shape.Managers, shape.Contractors, shape.Customers, shape.Centers, shape.Activities));
    }

    [Theory]
    [InlineData(15_000)]
    [InlineData(20_001)]
    public void A_size_whose_shares_are_not_whole_is_refused(int crew) => Assert.Throws<ArgumentOutOfRangeException>(() => new LargeShape(crew));
}
