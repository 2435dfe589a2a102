namespace Cks.Auth;

/// <summary>Unsigned numbers of a fixed width above 64 bits, as 32-bit words with the highest first: no input makes them grow.</summary>
internal static class WideNumber
{
    /// <summary>number * radix + digit; <see langword="false"/> when that needs more words, and then the number is spoilt.</summary>
    public static bool TryAppend(Span<uint> number, uint radix, uint digit)
    {
        ulong carry = digit;
        for (var i = number.Length - 1; i >= 0; i--)
        {
            carry += (ulong)number[i] * radix;
            number[i] = (uint)carry;
            carry >>= 32;
        }

        return carry == 0;
    }

    /// <summary>Whether a bit is set, counted from the lowest.</summary>
    public static bool HasBit(ReadOnlySpan<uint> number, int bit) => (number[^((bit / 32) + 1)] >> (bit % 32) & 1) != 0;
}
