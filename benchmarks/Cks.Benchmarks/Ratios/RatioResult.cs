using System.Globalization;

namespace Cks.Benchmarks;

/// <summary>What a measurement gave.</summary>
/// <param name="Ours">Median nanoseconds a call of our side.</param>
/// <param name="Peer">Median nanoseconds a call of the other side.</param>
/// <param name="Ratio">Median over the blocks of peer / ours; above 1 we are faster.</param>
/// <param name="P10">A tenth of the blocks have a smaller ratio.</param>
/// <param name="P90">A tenth of the blocks have a larger ratio.</param>
/// <param name="Allocated">Bytes a call of our side.</param>
internal sealed record RatioResult(double Ours, double Peer, double Ratio, double P10, double P90, double Allocated)
{
    /// <summary>How far chance alone carries this pair: the width of its ratios, or its distance from 1 where that is more.</summary>
    public double Spread => Math.Max(P90 - P10, Math.Max(Math.Abs(P10 - 1), Math.Abs(P90 - 1)));

    /// <summary>Summarises the times of paired blocks.</summary>
    public static RatioResult Of(IReadOnlyList<double> ours, IReadOnlyList<double> peer, double allocated)
    {
        var ratios = ours.Zip(peer, (o, p) => p / o).ToArray();
        return new(Percentile(ours, 50), Percentile(peer, 50), Percentile(ratios, 50), Percentile(ratios, 10), Percentile(ratios, 90), allocated);
    }

    /// <summary>Whether chance alone could have made this claim: it is nearer to 1 than the null pair's spread.</summary>
    public bool IsVoid(RatioResult nullPair) => Math.Abs(Ratio - 1) < nullPair.Spread;

    /// <summary>The line of a case: <c>ours=12.3ns peer=456ns ratio=37.1 p10=35.0 p90=39.2 allocated=0B</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"ours={Short(Ours)}ns peer={Short(Peer)}ns ratio={Short(Ratio)} p10={Short(P10)} p90={Short(P90)} allocated={Allocated:0.#}B");

    /// <summary>The value below which <paramref name="percent"/> of the values lie, interpolated between neighbours.</summary>
    internal static double Percentile(IReadOnlyList<double> values, double percent)
    {
        var sorted = values.Order().ToArray();
        var rank = percent / 100 * (sorted.Length - 1);
        var below = (int)rank;
        return below + 1 < sorted.Length ? sorted[below] + (rank - below) * (sorted[below + 1] - sorted[below]) : sorted[^1];
    }

    private static string Short(double value) => value.ToString(value switch { < 10 => "0.00", < 100 => "0.0", _ => "0" }, CultureInfo.InvariantCulture);
}
