using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Cks.Auth;

/// <summary>What a remembered token is found by: SHA-256 of its exact bytes, and how it came (S25). Nobody can make two tokens with one key.</summary>
internal readonly record struct TokenKey(ulong A, ulong B, ulong C, ulong D, TokenTransport Transport)
{
    public static TokenKey Of(ReadOnlySpan<byte> token, TokenTransport transport)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(token, hash);
        return new(Part(hash), Part(hash[8..]), Part(hash[16..]), Part(hash[24..]), transport);
    }

    private static ulong Part(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt64LittleEndian(hash);
}
