namespace Cks.HubConfig.Tests;

/// <summary>A million units: every one of them counted, none drawn, so that the figures are the same in every run.</summary>
public sealed class FlagStatisticsTests
{
    private const int Units = 1_000_000;

    private static readonly Lazy<(int[] One, int[] Other)> Parts = new(() =>
    {
        var (one, other) = (new int[Units], new int[Units]);
        for (var i = 0; i < Units; i++)
        {
            var unit = $"user-{i}";
            (one[i], other[i]) = (FlagHash.PartOf("newCalendar", unit), FlagHash.PartOf("newCalendar2", unit));
        }

        return (one, other);
    });

    /// <summary>999 degrees of freedom: 1,143 is passed by one in a thousand of uniform samples.</summary>
    [Fact]
    public void Units_are_spread_evenly()
    {
        Assert.All(new[] { Parts.Value.One, Parts.Value.Other }, parts =>
        {
            var cells = new int[1_000];
            foreach (var part in parts)
                cells[part / 1_000]++;
            Assert.InRange(cells.Sum(c => Square(c - (Units / 1_000.0)) / (Units / 1_000.0)), 857, 1_143);
        });
    }

    /// <summary>The two names differ by one character. 361 degrees of freedom: 449 is passed by one in a thousand of independent samples.</summary>
    [Fact]
    public void Two_flags_pick_independently_of_each_other()
    {
        const int Side = 20;
        var (cells, rows, columns) = (new int[Side, Side], new int[Side], new int[Side]);
        for (var i = 0; i < Units; i++)
        {
            var (row, column) = (Parts.Value.One[i] / (FlagHash.Parts / Side), Parts.Value.Other[i] / (FlagHash.Parts / Side));
            cells[row, column]++;
            rows[row]++;
            columns[column]++;
        }

        var chi = 0.0;
        for (var row = 0; row < Side; row++)
            for (var column = 0; column < Side; column++)
                chi += Square(cells[row, column] - ((double)rows[row] * columns[column] / Units)) / ((double)rows[row] * columns[column] / Units);
        Assert.InRange(chi, 280, 449);
    }

    [Fact]
    public void Raising_a_share_removes_no_unit_and_none_and_all_are_exact()
    {
        int[] shares = [0, 1, 100, 10_000, 250_000, 500_000, 999_999, FlagHash.Parts];
        HubFlags[] flags = [.. shares.Select(s => FlagWorld.Flags($$"""
            "f": { "hash": "xxh3-64", "partsPerMillion": {{s}} }
            """))];
        var counts = new int[shares.Length];
        for (var i = 0; i < 200_000; i++)
        {
            var (context, wasOn) = (FlagWorld.By($"user-{i}"), false);
            for (var s = 0; s < shares.Length; s++)
            {
                var isOn = flags[s].IsOn("f", context);
                Assert.True(isOn || !wasOn, $"user-{i} is lost at {shares[s]}");
                wasOn = isOn;
                counts[s] += isOn ? 1 : 0;
            }
        }

        Assert.Equal((0, 200_000), (counts[0], counts[^1]));
        // Half of them, six standard deviations at most away.
        Assert.InRange(counts[5], 100_000 - (6 * 224), 100_000 + (6 * 224));
        Assert.InRange(counts[3], 2_000 - (6 * 45), 2_000 + (6 * 45));
    }

    [Fact]
    public void Answer_is_that_of_every_other_instance()
    {
        const string Flag = """ "f": { "hash": "xxh3-64", "partsPerMillion": 300000 } """;
        var (one, other) = (FlagWorld.Flags(Flag), FlagWorld.Flags(Flag));
        Assert.All(Enumerable.Range(0, 1_000), i =>
        {
            var context = FlagWorld.By($"user-{i}");
            Assert.Equal(one.Evaluate("f", context), other.Evaluate("f", context));
            Assert.Equal(FlagHash.PartOf("f", $"user-{i}") < 300_000, one.IsOn("f", context));
        });
    }

    private static double Square(double x) => x * x;
}
