using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Cks.Auth;

/// <summary>
/// A compact JWS taken apart and checked for shape. This runs before any cryptography and before any look-up, on text that anybody may have written.
/// </summary>
internal sealed class CompactToken
{
    private CompactToken(TokenHeader header, TokenClaims claims, byte[] payload, byte[] signature, int signedLength) =>
        (Header, Claims, Payload, Signature, SignedLength) = (header, claims, payload, signature, signedLength);

    public TokenHeader Header { get; }

    public TokenClaims Claims { get; }

    public byte[] Payload { get; }

    public byte[] Signature { get; }

    /// <summary>How many characters of the token, from its start, are signed.</summary>
    public int SignedLength { get; }

    /// <summary>Takes a token apart; returns why it cannot be, or <see langword="null"/> with the parts. Never throws for what the token holds.</summary>
    public static TokenRejectionReason? Read(ReadOnlySpan<char> token, int maxLength, out CompactToken? parts)
    {
        parts = null;
        if (token.IsEmpty)
            return TokenRejectionReason.Missing;
        if (token.Length > maxLength)
            return TokenRejectionReason.TooLarge;
        var headerEnd = token.IndexOf('.');
        var payloadEnd = token.LastIndexOf('.');
        if (headerEnd <= 0 || payloadEnd <= headerEnd + 1)
            return TokenRejectionReason.Malformed;
        // A third dot lands in the middle part, where base64url refuses it.
        if (!TryDecodeText(token[..headerEnd], out var headerJson)
            || !TryDecodeText(token[(headerEnd + 1)..payloadEnd], out var payload)
            || !StrictBase64Url.TryDecode(token[(payloadEnd + 1)..], out var signature))
            return TokenRejectionReason.Malformed;

        var names = ArrayPool<byte>.Shared.Rent(Math.Max(headerJson.Length, payload.Length));
        Span<int> ends = stackalloc int[MemberNames.Limit];
        try
        {
            if (TokenHeader.Read(headerJson, new(names, ends), out var header) is { } badHeader)
                return badHeader;
            if (TokenClaims.Read(payload, new(names, ends), out var claims) is { } badClaims)
                return badClaims;
            parts = new(header, claims, payload, signature, payloadEnd);
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return TokenRejectionReason.Malformed;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(names);
        }
    }

    private static bool TryDecodeText(ReadOnlySpan<char> part, [NotNullWhen(true)] out byte[]? utf8) =>
        StrictBase64Url.TryDecode(part, out utf8) && Utf8.IsValid(utf8);
}
