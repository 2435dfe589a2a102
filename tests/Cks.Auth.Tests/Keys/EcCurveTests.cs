using System.Numerics;
using System.Security.Cryptography;

namespace Cks.Auth.Tests;

public sealed class EcCurveTests
{
    public static TheoryData<string> Curves => ["P-256", "P-384", "P-521"];

    [Theory]
    [MemberData(nameof(Curves))]
    public void Its_numbers_are_those_of_the_platform(string name)
    {
        var curve = EcCurve.Find(name)!;
        using var pair = ECDsa.Create(curve.Curve);
        var known = pair.ExportExplicitParameters(false).Curve;
        Assert.Equal((known.Prime!.Length, pair.KeySize), (curve.Length, int.Parse(name[2..])));
        // The base point with y at home and beside it, and the order as the first number that is no half of a signature.
        var (x, y) = (known.G.X!, known.G.Y!);
        Assert.True(curve.Contains(x, y));
        Assert.True(curve.Contains(x, Bytes(Number(known.Prime) - Number(y), curve.Length)));
        Assert.False(curve.Contains(y, x));
        Assert.False(curve.IsSignatureHalf(Bytes(Number(known.Order!), curve.Length)));
        Assert.True(curve.IsSignatureHalf(Bytes(Number(known.Order!) - 1, curve.Length)));
        Assert.True(curve.IsSignatureHalf(Bytes(BigInteger.One, curve.Length)));
        Assert.False(curve.IsSignatureHalf(new byte[curve.Length]));
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void Its_points_are_told_from_others(string name)
    {
        var curve = EcCurve.Find(name)!;
        for (var i = 0; i < 20; i++)
        {
            using var pair = ECDsa.Create(curve.Curve);
            var point = pair.ExportParameters(false).Q;
            Assert.True(curve.Contains(point.X, point.Y));
            Assert.False(curve.Contains(point.X, [.. point.Y.AsSpan(..^1), (byte)(point.Y![^1] ^ 1)]));
            Assert.False(curve.Contains([0, .. point.X!], [0, .. point.Y]));
            Assert.False(curve.Contains(point.X.AsSpan(1), point.Y.AsSpan(1)));
            // The same point by the rule of the prime, but not by its range.
            Assert.False(curve.Contains(Enumerable.Repeat((byte)0xFF, curve.Length).ToArray(), point.Y));
        }

        Assert.False(curve.Contains(new byte[curve.Length], new byte[curve.Length]));
    }

    [Fact]
    public void Other_curves_are_unknown() => Assert.All(new[] { "secp256k1", "P-192", "p-256", "", null }, name => Assert.Null(EcCurve.Find(name)));

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Bytes(BigInteger number, int length)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[length - bytes.Length], .. bytes];
    }
}
