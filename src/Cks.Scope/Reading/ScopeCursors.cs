using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Cks.Scope;

/// <summary>
/// Writes and reads where a page begins (S28): a moment of expiry and the key of the last row, signed together with everything that the page belongs to.
/// The text is not secret; it holds nothing that its owner was not shown.
/// </summary>
internal sealed class ScopeCursors(IOptions<CksScopeOptions> options, TimeProvider clock)
{
    private const int LongestText = 4_096;
    private const int MacLength = HMACSHA256.HashSizeInBytes;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>The cursor behind a row.</summary>
    public string Write(CursorPlace place, Row last)
    {
        var order = place.Entity!.OrderFields;
        return Write(place, order is [var newest, _] ? (DateTimeOffset)last[newest.Name]! : null, (string)last[order[^1].Name]!);
    }

    /// <summary>The cursor behind what has this moment, if its order begins with one, and this key.</summary>
    public string Write(CursorPlace place, DateTimeOffset? moment, string key)
    {
        var buffer = new ArrayBufferWriter<byte>();
        AddNumber(buffer, (clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds());
        if (moment is { } at)
            AddNumber(buffer, at.UtcTicks);
        Encoding.UTF8.GetBytes(key, buffer);
        buffer.Write(Sign(place, buffer.WrittenSpan));
        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }

    /// <summary>The key of the last row on the page before, one value for each order column; <see langword="null"/> for a cursor that is not good here and now.</summary>
    public object[]? Read(CursorPlace place, string text)
    {
        if (text.Length > LongestText)
            return null;
        var bytes = new byte[LongestText];
        // One spelling only: the decoder looks over spaces and over bits that belong to no byte.
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var length) != OperationStatus.Done || Base64Url.EncodeToString(bytes.AsSpan(0, length)) != text)
            return null;
        var moments = place.HasMoment ? 2 : 1; // the expiry, and the row's own where it has one
        if (length < (moments * sizeof(long)) + MacLength)
            return null;
        var signed = bytes.AsSpan(0, length - MacLength);
        if (!CryptographicOperations.FixedTimeEquals(Sign(place, signed), bytes.AsSpan(signed.Length, MacLength)))
            return null;
        if (BinaryPrimitives.ReadInt64BigEndian(signed) <= clock.GetUtcNow().ToUnixTimeSeconds())
            return null;
        var key = Encoding.UTF8.GetString(signed[(moments * sizeof(long))..]);
        return moments == 1 ? [key] : [new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(signed[sizeof(long)..]), TimeSpan.Zero), key];
    }

    private byte[] Sign(CursorPlace place, ReadOnlySpan<byte> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var part in place.Parts)
        {
            // With its length, so that no two lists of parts read alike.
            AddNumber(buffer, Encoding.UTF8.GetByteCount(part));
            Encoding.UTF8.GetBytes(part, buffer);
        }

        AddNumber(buffer, place.Parts.Count);
        buffer.Write(content);
        return HMACSHA256.HashData(options.Value.CursorKey, buffer.WrittenSpan);
    }

    private static void AddNumber(ArrayBufferWriter<byte> buffer, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(buffer.GetSpan(sizeof(long)), number);
        buffer.Advance(sizeof(long));
    }
}
