using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Cks.QueryBuilder;

/// <summary>What the cursors of a query belong to: its shape, the values of its conditions, and whose they are.</summary>
internal static class QueryPlace
{
    public static IReadOnlyList<string> Of(Query query, IReadOnlyList<string> owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        foreach (var part in owner)
            ArgumentNullException.ThrowIfNull(part, nameof(owner));
        if (query.IsBound)
            throw new InvalidOperationException("A cursor belongs to a query that can be gone on with; of one whose parameters are bound nothing is added.");
        // One dialect's text names the shape on all of them, in every process, and whole: a hash of it could be met on purpose.
        var whole = PostgresCompiler.Default.Compile(query.WithoutPage());
        return ["cks query cursor 1", whole.Sql, Hash(whole.Bindings), .. owner];
    }

    private static string Hash(IReadOnlyList<object?> values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var value in values)
            Add(buffer, value);
        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    // The type and the length stand before each value, so that no two lists of values read alike.
    private static void Add(ArrayBufferWriter<byte> buffer, object? value)
    {
        switch (value)
        {
            case Array { Rank: 1 } list and not byte[]:
                CursorKey.AddNumber(buffer, ((long)'a' << 32) | (uint)list.Length);
                foreach (var item in list)
                    Add(buffer, item);
                break;
            case byte[] bytes:
                Add(buffer, 'x', bytes);
                break;
            default:
                var (kind, text) = Text(value);
                Add(buffer, kind, MemoryMarshal.AsBytes(text.AsSpan()));
                break;
        }
    }

    private static (char Kind, string Text) Text(object? value) => value switch
    {
        string text => ('t', text),
        bool flag => ('b', flag ? "1" : "0"),
        int number => ('i', number.ToString(CultureInfo.InvariantCulture)),
        long number => ('l', number.ToString(CultureInfo.InvariantCulture)),
        double number => ('f', BitConverter.DoubleToInt64Bits(number).ToString(CultureInfo.InvariantCulture)),
        Guid id => ('g', id.ToString("D")),
        DateTime instant => ('m', instant.Ticks.ToString(CultureInfo.InvariantCulture)),
        DateTimeOffset instant => ('m', instant.UtcTicks.ToString(CultureInfo.InvariantCulture)),
        DateOnly date => ('d', date.DayNumber.ToString(CultureInfo.InvariantCulture)),
        JsonElement json => ('j', json.GetRawText()),
        null => ('n', ""),
        _ => throw new InvalidOperationException($"A value of type {value.GetType().Name} has no form in a cursor."),
    };

    private static void Add(ArrayBufferWriter<byte> buffer, char kind, ReadOnlySpan<byte> bytes)
    {
        CursorKey.AddNumber(buffer, ((long)kind << 32) | (uint)bytes.Length);
        buffer.Write(bytes);
    }
}
