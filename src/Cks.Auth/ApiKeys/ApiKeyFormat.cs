using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Cks.Auth;

/// <summary>
/// How an API key looks: <c>cks_live_</c> or <c>cks_test_</c>, an id of 16 characters, <c>_</c>, a secret of 43 characters that is one of 2^256 and more, and a checksum of 6 (CRC-32C of all before it, in base 62).
/// A typo is found without asking anybody, and scanners for secrets find a key by <see cref="Pattern"/>.
/// </summary>
public static class ApiKeyFormat
{
    /// <summary>Begins a key that works on real rows.</summary>
    public const string LivePrefix = "cks_live_";

    /// <summary>Begins a key of a test user, which sees test rows only, and works in Development only (S19).</summary>
    public const string TestPrefix = "cks_test_";

    /// <summary>Characters of a key.</summary>
    public const int Length = ChecksumAt + ChecksumLength;

    /// <summary>Regular expression for scanners that look for keys where none should be.</summary>
    public const string Pattern = "cks_(live|test)_[0-9a-z]{16}_[0-9A-Za-z]{49}";

    internal const int IdLength = 16;

    private const int IdAt = 9;
    private const int SecretAt = IdAt + IdLength + 1;
    private const int SecretLength = 43;
    private const int ChecksumAt = SecretAt + SecretLength;
    private const int ChecksumLength = 6;
    private const string IdAlphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const string SecretAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create(IdAlphabet);
    private static readonly SearchValues<char> SecretCharacters = SearchValues.Create(SecretAlphabet);

    /// <summary>Reads what may be shown of a key. <see langword="false"/> for everything that is no key, such as one with a typo. Whether there is such a key is not asked.</summary>
    /// <param name="text">The whole key.</param>
    /// <param name="id">Its id, which is no secret.</param>
    /// <param name="isTest">Whether it is of the test class.</param>
    public static bool TryRead(ReadOnlySpan<char> text, [NotNullWhen(true)] out string? id, out bool isTest)
    {
        (id, isTest) = (null, text.StartsWith(TestPrefix, StringComparison.Ordinal));
        if (text.Length != Length || !(isTest || text.StartsWith(LivePrefix, StringComparison.Ordinal)) || text[SecretAt - 1] != '_'
            || !IsId(text.Slice(IdAt, IdLength)) || text[SecretAt..].ContainsAnyExcept(SecretCharacters))
            return false;
        Span<byte> bytes = stackalloc byte[Length];
        ToBytes(text, bytes);
        Span<byte> checksum = stackalloc byte[ChecksumLength];
        WriteChecksum(bytes[..ChecksumAt], checksum);
        if (!bytes[ChecksumAt..].SequenceEqual(checksum))
            return false;
        id = new(text.Slice(IdAt, IdLength));
        return true;
    }

    /// <summary>Whether a credential says of itself that it is an API key, well formed or not; a bearer token never does.</summary>
    internal static bool LooksLikeKey(ReadOnlySpan<char> text) => text.StartsWith("cks_", StringComparison.Ordinal);

    internal static bool IsId(ReadOnlySpan<char> text) => text.Length == IdLength && !text.ContainsAnyExcept(IdCharacters);

    internal static string NewId() => RandomNumberGenerator.GetString(IdAlphabet, IdLength);

    /// <summary>A key with a new secret.</summary>
    internal static string NewText(string id, bool isTest)
    {
        var text = $"{(isTest ? TestPrefix : LivePrefix)}{id}_{RandomNumberGenerator.GetString(SecretAlphabet, SecretLength)}";
        Span<byte> checksum = stackalloc byte[ChecksumLength];
        WriteChecksum(Encoding.ASCII.GetBytes(text), checksum);
        return text + Encoding.ASCII.GetString(checksum);
    }

    /// <summary>The bytes of a well-formed key.</summary>
    internal static void ToBytes(ReadOnlySpan<char> text, Span<byte> bytes) => Ascii.FromUtf16(text, bytes, out _);

    private static void WriteChecksum(ReadOnlySpan<byte> bytes, Span<byte> into)
    {
        var crc = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word));
        foreach (var single in bytes[(bytes.Length & ~7)..])
            crc = BitOperations.Crc32C(crc, single);
        crc = ~crc;
        for (var i = into.Length - 1; i >= 0; i--)
        {
            into[i] = (byte)SecretAlphabet[(int)(crc % 62)];
            crc /= 62;
        }
    }
}
