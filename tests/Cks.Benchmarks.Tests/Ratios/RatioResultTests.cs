using CsCheck;

namespace Cks.Benchmarks.Tests;

public sealed class RatioResultTests
{
    [Theory]
    [InlineData(new[] { 7.0 }, 10, 7)]
    [InlineData(new[] { 3.0, 1, 2 }, 50, 2)]
    [InlineData(new[] { 4.0, 1, 3, 2 }, 50, 2.5)]
    [InlineData(new[] { 11.0, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1 }, 10, 2)]
    [InlineData(new[] { 11.0, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1 }, 90, 10)]
    [InlineData(new[] { 1.0, 2 }, 25, 1.25)]
    [InlineData(new[] { 1.0, 2 }, 100, 2)]
    public void A_percentile_is_interpolated_between_neighbours(double[] values, double percent, double expected) =>
        Assert.Equal(expected, RatioResult.Percentile(values, percent), 10);

    [Fact]
    public void Percentiles_are_ordered_and_within_the_values_whatever_their_order()
    {
        Gen.Double[0.1, 1_000].Array[1, 40].Sample(values =>
        {
            var (p10, p50, p90) = (RatioResult.Percentile(values, 10), RatioResult.Percentile(values, 50), RatioResult.Percentile(values, 90));
            return values.Min() <= p10 && p10 <= p50 && p50 <= p90 && p90 <= values.Max()
                && p50 == RatioResult.Percentile([.. values.Reverse()], 50);
        }, iter: 2_000);
    }

    [Fact]
    public void The_ratio_is_the_median_of_the_blocks_not_of_the_times()
    {
        var result = RatioResult.Of([10, 100, 30], [20, 100, 300], 16);

        Assert.Equal(2, result.Ratio);
        Assert.Equal((30.0, 100.0), (result.Ours, result.Peer));
        Assert.Equal(16, result.Allocated);
    }

    [Fact]
    public void Above_one_we_are_faster() => Assert.True(RatioResult.Of([10, 10, 10], [20, 21, 19], 0).Ratio > 1);

    [Theory]
    [InlineData(1.04, 0.98, 1.03, true)]
    [InlineData(0.96, 0.98, 1.03, true)]
    [InlineData(1.06, 0.98, 1.03, false)]
    [InlineData(0.94, 0.98, 1.03, false)]
    [InlineData(1.15, 1.19, 1.21, true)]
    [InlineData(1.00, 1.00, 1.00, false)]
    public void A_claim_nearer_to_one_than_the_spread_of_the_null_pair_is_void(double claim, double p10, double p90, bool expected)
    {
        var nullPair = new RatioResult(1, 1, (p10 + p90) / 2, p10, p90, 0);

        Assert.Equal(expected, new RatioResult(1, 1, claim, claim, claim, 0).IsVoid(nullPair));
    }

    [Fact]
    public void The_line_reads_as_documented() =>
        Assert.Equal("ours=12.3ns peer=456ns ratio=37.1 p10=35.0 p90=39.2 allocated=0B", new RatioResult(12.34, 455.7, 37.05, 35.04, 39.21, 0.004).ToString());

    [Fact]
    public void Small_numbers_keep_two_digits() =>
        Assert.Equal("ours=0.45ns peer=0.47ns ratio=1.04 p10=0.99 p90=1.09 allocated=24.5B", new RatioResult(0.451, 0.469, 1.04, 0.99, 1.09, 24.5).ToString());
}
