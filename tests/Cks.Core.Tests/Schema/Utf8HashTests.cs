using System.Text;

namespace Cks.Core.Tests;

public sealed class Utf8HashTests
{
    [Theory]
    [InlineData("n")]
    [InlineData("name-")]
    [InlineData("a-longer-name-")]
    public void Names_that_differ_in_a_digit_spread_over_a_table(string prefix)
    {
        const int Names = 10_000, Buckets = 16_384;
        var counts = new int[Buckets];
        for (var i = 0; i < Names; i++)
            counts[Utf8Hash.Of(Encoding.UTF8.GetBytes($"{prefix}{i}")) & (Buckets - 1)]++;

        // How many names a look-up meets; 1.6 where chance spreads them.
        Assert.InRange(counts.Sum(c => (double)c * c) / Names, 1, 2);
    }
}
