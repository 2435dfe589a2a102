using System.Text;

namespace Cks.Core;

/// <summary>Why a document is not JSON.</summary>
/// <param name="Offset">First byte of what is wrong.</param>
/// <param name="Length">Bytes of it; 0 where only its beginning is known.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Fix">How to mend it.</param>
/// <param name="Suggestion">What was probably meant.</param>
internal readonly record struct JsonFault(int Offset, int Length, string Message, string Fix, string? Suggestion = null)
{
    private const string SaveAsUtf8 = "Save the file as UTF-8.";

    /// <summary>A document in another encoding, known by its byte order mark or by the zero that every second byte is.</summary>
    public static JsonFault? OfEncoding(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]) || bytes.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]))
            return new(0, 0, "The document is UTF-32.", SaveAsUtf8);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || (bytes.Length > 1 && (bytes[0] == 0) != (bytes[1] == 0)))
            return new(0, 0, "The document is UTF-16.", SaveAsUtf8);
        return null;
    }

    /// <summary>The first byte that is not UTF-8.</summary>
    public static JsonFault OfBytes(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
            at += length;
        return new(at, 0, $"The byte 0x{bytes[at]:X2} is not UTF-8.", SaveAsUtf8);
    }
}
