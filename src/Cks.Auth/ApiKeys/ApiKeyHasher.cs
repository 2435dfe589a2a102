using System.Security.Cryptography;
using Cks.Core;
using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>HMAC-SHA256 of a key's text under each live version of the pepper.</summary>
internal sealed class ApiKeyHasher(IOptions<CksApiKeyOptions> options)
{
    public const int MostVersions = 2;
    public const int Size = HMACSHA256.HashSizeInBytes;

    private readonly Secret<byte[]> _pepper = options.Value.Pepper!;
    private long _count;

    /// <summary>How many HMACs were made: as many for a key that there is as for one that there is not.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Hashes under the current version, then under the previous one while it is accepted.</summary>
    /// <returns>How many versions there are.</returns>
    public int Hash(ReadOnlySpan<char> text, Span<byte> into)
    {
        Span<byte> bytes = stackalloc byte[ApiKeyFormat.Length];
        ApiKeyFormat.ToBytes(text, bytes);
        var versions = _pepper.RevealAccepted();
        for (var i = 0; i < versions.Count; i++)
        {
            HMACSHA256.HashData(versions[i], bytes, into[(i * Size)..]);
            CryptographicOperations.ZeroMemory(versions[i]);
            Interlocked.Increment(ref _count);
        }

        CryptographicOperations.ZeroMemory(bytes);
        return versions.Count;
    }

    /// <summary>The hash to keep of a key that is new.</summary>
    public byte[] HashOf(string text)
    {
        Span<byte> hashes = stackalloc byte[MostVersions * Size];
        Hash(text, hashes);
        return hashes[..Size].ToArray();
    }
}
