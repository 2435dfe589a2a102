namespace Cks.HubConfig.Tests;

/// <summary>A million units: every one of them counted, none drawn, so that the figures are the same in every run.</summary>
public sealed class ExperimentStatisticsTests
{
    private const int Units = 1_000_000;

    private static readonly Lazy<int[][]> Parts = new(() =>
    {
        int[][] parts = [new int[Units], new int[Units], new int[Units], new int[Units]];
        for (var i = 0; i < Units; i++)
        {
            var unit = $"user-{i}";
            (parts[0][i], parts[1][i], parts[2][i], parts[3][i]) =
                (ExperimentHash.PartOf("newCalendar", unit), FlagHash.PartOf("newCalendar", unit), ExperimentHash.PartOfGroup("newCalendar", unit), ExperimentHash.PartOf("newCalendar2", unit));
        }

        return parts;
    });

    /// <summary>999 degrees of freedom: 1,143 is passed by one in a thousand of uniform samples.</summary>
    [Fact]
    public void Units_are_spread_evenly() => Assert.All((int[])[0, 2], which =>
    {
        var cells = new int[1_000];
        foreach (var part in Parts.Value[which])
            cells[part / 1_000]++;
        Assert.InRange(cells.Sum(c => Square(c - (Units / 1_000.0)) / (Units / 1_000.0)), 857, 1_143);
    });

    /// <summary>With the flag and with the group of the same name, and with an experiment whose name is one character longer. 361 degrees of freedom: 449 is passed by one in a thousand of independent samples.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Experiment_is_independent_of(int which)
    {
        const int Side = 20;
        var (cells, rows, columns) = (new int[Side, Side], new int[Side], new int[Side]);
        for (var i = 0; i < Units; i++)
        {
            var (row, column) = (Parts.Value[0][i] / (FlagHash.Parts / Side), Parts.Value[which][i] / (FlagHash.Parts / Side));
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

    /// <summary>A sample ratio that is not the one asked for would mean that the counts are of no use.</summary>
    [Fact]
    public void Raising_a_variant_moves_nobody_who_takes_part_and_all_are_as_many_as_asked_for()
    {
        int[] shares = [0, 1, 10_000, 100_000, 250_000];
        var experiments = shares.Select(s => ExperimentWorld.Of($$"""
            "e": { "hash": "xxh3-64", "variants": [{ "id": "a", "partsPerMillion": {{s}} }, { "id": "b", "partsPerMillion": {{s * 2}} }, { "id": "c", "from": 750000, "partsPerMillion": {{s}} }] }
            """.Replace("\"id\": \"b\",", "\"id\": \"b\", \"from\": 250000,", StringComparison.Ordinal))).ToArray();
        var counts = new int[shares.Length, 3];
        for (var i = 0; i < 200_000; i++)
        {
            var (context, was) = (FlagWorld.By($"user-{i}"), (string?)null);
            for (var s = 0; s < shares.Length; s++)
            {
                var variant = experiments[s].Assign("e", context).Variant;
                Assert.True(was is null || variant == was, $"user-{i} moves from {was} to {variant ?? "none"} at {shares[s]}");
                was = variant;
                if (variant is not null)
                    counts[s, variant[0] - 'a']++;
            }
        }

        Assert.Equal(200_000, counts[4, 0] + counts[4, 1] + counts[4, 2]);
        Assert.Equal(0, counts[0, 0] + counts[0, 1] + counts[0, 2]);
        // A quarter and a half of them, six standard deviations at most away.
        Assert.InRange(counts[4, 0], 50_000 - (6 * 194), 50_000 + (6 * 194));
        Assert.InRange(counts[4, 1], 100_000 - (6 * 224), 100_000 + (6 * 224));
        Assert.InRange(counts[4, 2], 50_000 - (6 * 194), 50_000 + (6 * 194));
    }

    [Fact]
    public void Nobody_takes_part_in_two_experiments_of_a_group_and_those_of_a_group_are_independent_of_the_variant()
    {
        var experiments = ExperimentWorld.Of("""
            "one": { "hash": "xxh3-64", "group": { "name": "g", "from": 0, "partsPerMillion": 300000 }, "variants": [{ "id": "a", "partsPerMillion": 500000 }, { "id": "b", "partsPerMillion": 500000 }] },
            "other": { "hash": "xxh3-64", "group": { "name": "g", "from": 300000, "partsPerMillion": 700000 }, "variants": [{ "id": "a", "partsPerMillion": 500000 }, { "id": "b", "partsPerMillion": 500000 }] }
            """);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < 100_000; i++)
        {
            var context = FlagWorld.By($"user-{i}");
            var all = experiments.Names.Select(n => experiments.Assign(n, context)).Where(a => a.Variant is not null).ToArray();
            var only = Assert.Single(all);
            counts[only.ToString()] = counts.GetValueOrDefault(only.ToString()) + 1;
        }

        // 15 % and 35 %, six standard deviations at most away.
        Assert.All((string[])["one: a, Enrolled", "one: b, Enrolled"], k => Assert.InRange(counts[k], 15_000 - (6 * 113), 15_000 + (6 * 113)));
        Assert.All((string[])["other: a, Enrolled", "other: b, Enrolled"], k => Assert.InRange(counts[k], 35_000 - (6 * 151), 35_000 + (6 * 151)));
    }

    private static double Square(double x) => x * x;
}
