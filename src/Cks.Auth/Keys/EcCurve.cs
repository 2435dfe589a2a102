using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Cks.Auth;

/// <summary>A curve of RFC 7518 section 6.2.1.1 with the numbers of FIPS 186-4 appendix D.1.2. The equation is y² = x³ - 3x + b over a prime field.</summary>
internal sealed class EcCurve
{
    private readonly BigInteger _prime;
    private readonly BigInteger _b;
    private readonly byte[] _order;

    private EcCurve(string name, ECCurve curve, string prime, string b, string order)
    {
        (Name, Curve, _prime, _b, _order) = (name, curve, Number(prime), Number(b), Convert.FromHexString(order));
        Length = _order.Length;
    }

    public static EcCurve P256 { get; } = new(
        "P-256",
        ECCurve.NamedCurves.nistP256,
        "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF",
        "5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B",
        "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    public static EcCurve P384 { get; } = new(
        "P-384",
        ECCurve.NamedCurves.nistP384,
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF",
        "B3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF",
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973");

    public static EcCurve P521 { get; } = new(
        "P-521",
        ECCurve.NamedCurves.nistP521,
        "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
        "0051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E156193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00",
        "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409");

    public string Name { get; }

    public ECCurve Curve { get; }

    /// <summary>Bytes of a coordinate, and of each half of a signature.</summary>
    public int Length { get; }

    public static EcCurve? Find(string? name) => name switch
    {
        "P-256" => P256,
        "P-384" => P384,
        "P-521" => P521,
        _ => null,
    };

    /// <summary>Whether this is a point of the curve; one beside it can make the arithmetic give away what it likes. None of the three has a smaller subgroup.</summary>
    public bool Contains(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        if (x.Length != Length || y.Length != Length)
            return false;
        var (px, py) = (Number(x), Number(y));
        return px < _prime && py < _prime && ((py * py) - ((px * px * px) - (3 * px) + _b)) % _prime == 0;
    }

    /// <summary>Whether half a signature lies in 1 to n - 1, the only numbers that signing gives (CVE-2022-21449).</summary>
    public bool IsSignatureHalf(ReadOnlySpan<byte> half) => half.ContainsAnyExcept((byte)0) && half.SequenceCompareTo(_order) < 0;

    private static BigInteger Number(string hex) => BigInteger.Parse("0" + hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
