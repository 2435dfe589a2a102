using System.Globalization;
using System.Numerics;
using System.Text;
using CsCheck;

namespace Cks.Core.Tests;

public sealed class JsonNumberTests
{
    private static readonly Gen<string> Numbers = Gen.Select(
        Gen.Bool,
        Gen.OneOf("0", "1", "5", "10", "25", "100", "99999999999999999999", "123456789012345678"),
        Gen.OneOf("", ".0", ".5", ".25", ".50", ".000001", ".00"),
        Gen.OneOf("", "e0", "E+2", "e-2", "e5", "e-19", "E+0019", "e25"),
        (negative, whole, fraction, exponent) => $"{(negative ? "-" : "")}{whole}{fraction}{exponent}");

    [Fact]
    public void Numbers_compare_as_their_values_do()
    {
        Gen.Select(Numbers, Numbers).Sample(
            (a, b) =>
            {
                var order = Value(a).CompareTo(Value(b));
                return Math.Sign(Compare(a, b)) == order && (order != 0 || Hash(a) == Hash(b));
            },
            iter: 20_000);
    }

    [Fact]
    public void Division_and_wholeness_are_those_of_the_values()
    {
        Gen.Select(Numbers, Numbers.Where(n => Value(n) > 0)).Sample(
            (a, b) =>
            {
                var work = 1_000_000;
                var multiple = Value(a) % Value(b) == 0;
                return JsonNumber.Parse(Utf8(a)).IsMultipleOf(JsonNumber.Parse(Utf8(b)), ref work) == multiple
                    && new SchemaBound(b, isExclusive: false).Divides(Utf8(a), ref work) == multiple
                    && JsonNumber.Parse(Utf8(a)).IsInteger == (Value(a) % Scale == 0);
            },
            iter: 20_000);
    }

    [Fact]
    public void The_stricter_of_two_bounds_holds()
    {
        Gen.Select(Numbers, Numbers, Numbers, Gen.Bool).Sample(
            (a, b, n, upper) =>
            {
                var bound = SchemaBound.Stricter(new(a, isExclusive: false), new(b, isExclusive: true), upper)!;
                var order = bound.CompareTo(Utf8(n)) * (upper ? -1 : 1);
                var (x, y, v) = (Value(a), Value(b), Value(n));
                return (order > 0 || (order == 0 && !bound.IsExclusive)) == (upper ? v <= x && v < y : v >= x && v > y);
            },
            iter: 20_000);
    }

    private static readonly BigInteger Scale = BigInteger.Pow(10, 30);

    /// <summary>The value times 10^30.</summary>
    private static BigInteger Value(string number)
    {
        var parts = number.ToUpperInvariant().Split('E');
        var exponent = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        return BigInteger.Parse(digits, CultureInfo.InvariantCulture) * BigInteger.Pow(10, 30 + exponent - (point < 0 ? 0 : parts[0].Length - point - 1));
    }

    private static int Compare(string a, string b) => JsonNumber.Compare(JsonNumber.Parse(Utf8(a)), JsonNumber.Parse(Utf8(b)));

    private static int Hash(string number) => JsonNumber.Parse(Utf8(number)).GetHashCode();

    private static byte[] Utf8(string number) => Encoding.ASCII.GetBytes(number);
}
