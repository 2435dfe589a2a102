using System.Security.Cryptography;
using System.Text;

namespace Cks.Auth;

/// <summary>Names a refresh token without keeping it: its issuer and the SHA-256 of its text.</summary>
internal readonly record struct TokenName(string Issuer, UInt128 High, UInt128 Low)
{
    public static TokenName Of(string issuer, string token)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), digest);
        return new(issuer, System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(digest), System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(digest[16..]));
    }
}
