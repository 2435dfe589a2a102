using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Cks.Core;

/// <summary>
/// A quick hash of short texts, different in every process. Not proof against somebody who looks for equal hashes:
/// every use compares the texts as well, and comparing costs work.
/// </summary>
internal static class Utf8Hash
{
    private const ulong Factor = 0x9E37_79B9_7F4A_7C15;

    private static readonly ulong Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));

    public static int Of(ReadOnlySpan<byte> text)
    {
        var hash = Seed ^ ((ulong)text.Length * Factor);
        if (text.Length >= 8)
        {
            var last = text[^8..];
            for (; text.Length >= 8; text = text[8..])
                hash = Step(hash, MemoryMarshal.Read<ulong>(text));
            hash = Step(hash, MemoryMarshal.Read<ulong>(last));
        }
        else if (text.Length >= 4)
        {
            hash = Step(hash, MemoryMarshal.Read<uint>(text) | ((ulong)MemoryMarshal.Read<uint>(text[^4..]) << 32));
        }
        else if (text.Length > 0)
        {
            hash = Step(hash, text[0] | ((ulong)text[text.Length / 2] << 8) | ((ulong)text[^1] << 16));
        }

        return Fold(hash);
    }

    /// <summary>A hash of two, which depends on their order.</summary>
    public static int Mix(int first, int second) => Fold(Step(Seed ^ (uint)first, (uint)second));

    private static ulong Step(ulong hash, ulong next) => BitOperations.RotateLeft((hash ^ next) * Factor, 29);

    // Tables look at the lowest bits, and texts that differ in a digit must differ there whatever the seed is.
    private static int Fold(ulong hash)
    {
        hash = (hash ^ (hash >> 32)) * 0xD6E8_FEB8_6659_FD93;
        return (int)(hash ^ (hash >> 32));
    }
}
