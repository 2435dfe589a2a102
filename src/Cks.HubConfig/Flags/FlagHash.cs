using System.Buffers;
using System.IO.Hashing;
using System.Text;

namespace Cks.HubConfig;

/// <summary>
/// Where a unit stands among a million parts. The same on every instance, in every version and after every restart: a flag is on for the units that stand below its share, so that raising a share removes nobody.
/// <para>
/// <c>xxh3-64</c>: XXH3 with 64 bits and seed 0 over the UTF-8 of the flag's seed, one byte 0x1F, and the UTF-8 of the unit; times 1,000,000, divided by 2^64, rounded down.
/// </para>
/// </summary>
public static class FlagHash
{
    /// <summary>Name of the hash in a document. Another one would get another name: this one never changes.</summary>
    public const string Xxh3 = "xxh3-64";

    /// <summary>How many parts there are.</summary>
    public const int Parts = 1_000_000;

    private const byte Separator = 0x1F;
    private const int OnStack = 128;

    /// <summary>The part of a unit, 0 to 999,999.</summary>
    /// <param name="seed">Seed of the flag: 1 to 64 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, starting with a letter.</param>
    /// <param name="unit">The unit, such as the identifier of a subject.</param>
    /// <exception cref="ArgumentException">The seed is not of that form, or the unit is empty.</exception>
    public static int PartOf(string seed, string unit)
    {
        ArgumentNullException.ThrowIfNull(seed);
        ArgumentException.ThrowIfNullOrEmpty(unit);
        if (!HubName.IsWellFormed(seed))
            throw new ArgumentException(HubName.Form, nameof(seed));
        return PartOf(Begin(seed), unit);
    }

    /// <summary>What every unit of a seed begins with. No seed holds the separator, so that no two pairs are one text.</summary>
    internal static byte[] Begin(string seed) => [.. Encoding.UTF8.GetBytes(seed), Separator];

    internal static int PartOf(byte[] begin, string unit)
    {
        // Nearly all are short and of ASCII, which is its own UTF-8.
        if (begin.Length + unit.Length <= OnStack)
        {
            Span<byte> text = stackalloc byte[OnStack];
            begin.CopyTo(text);
            if (Ascii.FromUtf16(unit, text[begin.Length..], out var length) == OperationStatus.Done)
                return PartOf(text[..(begin.Length + length)]);
        }

        return PartOfAny(begin, unit);
    }

    // A unit of a token can be long.
    private static int PartOfAny(byte[] begin, string unit)
    {
        var rented = ArrayPool<byte>.Shared.Rent(begin.Length + Encoding.UTF8.GetMaxByteCount(unit.Length));
        begin.CopyTo(rented, 0);
        var part = PartOf(rented.AsSpan(0, begin.Length + Encoding.UTF8.GetBytes(unit, rented.AsSpan(begin.Length))));
        ArrayPool<byte>.Shared.Return(rented);
        return part;
    }

    private static int PartOf(ReadOnlySpan<byte> text) => (int)Math.BigMul(XxHash3.HashToUInt64(text), Parts, out _);
}
