using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Cks.QueryBuilder;

/// <summary>The values of a key as bytes: one byte of kind, then the value in its one form. It is read only after its signature was checked.</summary>
internal static class CursorKey
{
    private const int LongestText = ushort.MaxValue;
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private enum Kind : byte
    {
        Text = 1,
        Boolean,
        Int32,
        Int64,
        Double,
        Guid,
        Instant,
        Date,
    }

    public static void Write(ArrayBufferWriter<byte> buffer, ReadOnlySpan<object> key)
    {
        foreach (var value in key)
        {
            switch (value)
            {
                case string text:
                    AddText(buffer, text);
                    break;
                case bool flag:
                    buffer.Write([(byte)Kind.Boolean, flag ? (byte)1 : (byte)0]);
                    break;
                case int number:
                    Add(buffer, Kind.Int32, number);
                    break;
                case long number:
                    Add(buffer, Kind.Int64, number);
                    break;
                case double number:
                    Add(buffer, Kind.Double, BitConverter.DoubleToInt64Bits(number));
                    break;
                case DateTimeOffset instant:
                    Add(buffer, Kind.Instant, instant.UtcTicks);
                    break;
                case DateOnly date:
                    Add(buffer, Kind.Date, date.DayNumber);
                    break;
                case Guid id:
                    buffer.Write([(byte)Kind.Guid]);
                    id.TryWriteBytes(buffer.GetSpan(16), bigEndian: true, out _);
                    buffer.Advance(16);
                    break;
                default:
                    throw new ArgumentException($"A value of type {value?.GetType().Name ?? "null"} cannot stand in a cursor.", nameof(key));
            }
        }
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out object[]? key)
    {
        key = null;
        var values = new List<object>(2);
        while (!bytes.IsEmpty)
        {
            var length = Length(bytes);
            if (length < 0 || bytes.Length < 1 + length || Value((Kind)bytes[0], bytes.Slice(1, length)) is not { } value)
                return false;
            values.Add(value);
            bytes = bytes[(1 + length)..];
        }

        key = [.. values];
        return true;
    }

    public static void AddNumber(ArrayBufferWriter<byte> buffer, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(buffer.GetSpan(sizeof(long)), number);
        buffer.Advance(sizeof(long));
    }

    private static void Add(ArrayBufferWriter<byte> buffer, Kind kind, long number)
    {
        buffer.Write([(byte)kind]);
        AddNumber(buffer, number);
    }

    private static void AddText(ArrayBufferWriter<byte> buffer, string text)
    {
        byte[] bytes;
        try
        {
            bytes = Utf8.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw new ArgumentException("A text of the key holds half of a surrogate pair.", nameof(text));
        }

        if (bytes.Length > LongestText)
            throw new ArgumentException("A text of the key is too long for a cursor.", nameof(text));
        buffer.Write([(byte)Kind.Text, (byte)(bytes.Length >> 8), (byte)bytes.Length]);
        buffer.Write(bytes);
    }

    /// <summary>How many bytes a value has behind its kind; negative for a kind that there is not.</summary>
    private static int Length(ReadOnlySpan<byte> bytes) => (Kind)bytes[0] switch
    {
        Kind.Text => bytes.Length < 3 ? -1 : 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]),
        Kind.Boolean => 1,
        Kind.Int32 or Kind.Int64 or Kind.Double or Kind.Instant or Kind.Date => sizeof(long),
        Kind.Guid => 16,
        _ => -1,
    };

    private static object? Value(Kind kind, ReadOnlySpan<byte> bytes) => kind switch
    {
        Kind.Text => Text(bytes[2..]),
        Kind.Boolean => bytes[0] == 1,
        Kind.Int32 => Number(bytes) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : null,
        Kind.Int64 => Number(bytes),
        Kind.Double => BitConverter.Int64BitsToDouble(Number(bytes)),
        Kind.Instant => Number(bytes) is var ticks && ticks >= DateTimeOffset.MinValue.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null,
        Kind.Date => Number(bytes) is >= 0 and var day && day <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)day) : null,
        _ => new Guid(bytes, bigEndian: true),
    };

    private static long Number(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64BigEndian(bytes);

    private static string? Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
