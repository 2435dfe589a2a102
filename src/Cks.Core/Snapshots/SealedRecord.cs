using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Cks.Core;

/// <summary>
/// Bytes with sequence, time and revision under a MAC. Layout, big-endian: <c>CKSS</c>, format version, kind, sequence, Unix milliseconds, length, revision (not in version 1), content, HMAC-SHA256 over the purpose (with its length) and
/// everything before the MAC.
/// </summary>
internal sealed record SealedRecord(SealedKind Kind, long Sequence, DateTimeOffset SavedAt, ReadOnlyMemory<byte> Content, long Revision = 0)
{
    /// <summary>Bytes beside the content.</summary>
    public const int Overhead = HeaderLength + HMACSHA256.HashSizeInBytes;

    private const byte WithoutRevision = 1;
    private const byte FormatVersion = 2;
    private const int ShortHeaderLength = 26;
    private const int HeaderLength = ShortHeaderLength + sizeof(long);

    private static ReadOnlySpan<byte> Magic => "CKSS"u8;

    public byte[] Seal(string purpose, ReadOnlySpan<byte> key)
    {
        var bytes = new byte[Overhead + Content.Length];
        var at = bytes.AsSpan();
        Magic.CopyTo(at);
        (at[4], at[5]) = (FormatVersion, (byte)Kind);
        BinaryPrimitives.WriteInt64BigEndian(at[6..], Sequence);
        BinaryPrimitives.WriteInt64BigEndian(at[14..], SavedAt.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt32BigEndian(at[22..], Content.Length);
        BinaryPrimitives.WriteInt64BigEndian(at[ShortHeaderLength..], Revision);
        Content.Span.CopyTo(at[HeaderLength..]);
        Mac(purpose, key, at[..^HMACSHA256.HashSizeInBytes]).CopyTo(at[^HMACSHA256.HashSizeInBytes..]);
        return bytes;
    }

    /// <summary>Opens what one of the keys has sealed. Nothing but the shape is looked at before the MAC is checked.</summary>
    public static SealedRecord? Open(byte[] bytes, SealedKind kind, string purpose, IEnumerable<byte[]> keys, out SnapshotFileRefusal refusal)
    {
        refusal = SnapshotFileRefusal.Malformed;
        if (bytes.Length < ShortHeaderLength || !bytes.AsSpan().StartsWith(Magic) || bytes[4] is not (WithoutRevision or FormatVersion))
            return null;
        var header = bytes[4] == FormatVersion ? HeaderLength : ShortHeaderLength;
        if (BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(22)) is var length && (length < 0 || length != bytes.Length - header - HMACSHA256.HashSizeInBytes))
            return null;
        refusal = SnapshotFileRefusal.NotAuthentic;
        var isAuthentic = false;
        foreach (var key in keys)
            isAuthentic |= CryptographicOperations.FixedTimeEquals(Mac(purpose, key, bytes.AsSpan(..^HMACSHA256.HashSizeInBytes)), bytes.AsSpan(^HMACSHA256.HashSizeInBytes..));
        if (!isAuthentic || bytes[5] != (byte)kind)
            return null;
        refusal = SnapshotFileRefusal.None;
        var savedAt = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(14)));
        var revision = header == HeaderLength ? BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(ShortHeaderLength)) : 0;
        return new(kind, BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(6)), savedAt, bytes.AsMemory(header..^HMACSHA256.HashSizeInBytes), revision);
    }

    private static byte[] Mac(string purpose, ReadOnlySpan<byte> key, ReadOnlySpan<byte> signed)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        var name = Encoding.UTF8.GetBytes(purpose);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, name.Length);
        mac.AppendData("Cks snapshot file"u8);
        mac.AppendData(length);
        mac.AppendData(name);
        mac.AppendData(signed);
        return mac.GetHashAndReset();
    }
}

/// <summary>What a sealed record is: neither can stand for the other.</summary>
internal enum SealedKind : byte
{
    Content = 1,
    HighWaterMark = 2,
}
