using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;

namespace Cks.Auth;

/// <summary>
/// A compact JWS taken apart and checked for shape. This runs before any cryptography and before any look-up, on text that anybody may have written. Lives on borrowed memory until it is disposed of.
/// </summary>
internal sealed class CompactToken : IDisposable
{
    private readonly byte[] _memory;
    private readonly int _signedLength;
    private readonly Range _header;
    private readonly Range _payload;
    private readonly Range _signature;

    /// <summary>The header's members.</summary>
    public TokenHeader Head;

    /// <summary>The claims.</summary>
    public TokenClaims Claims;

    private CompactToken(byte[] memory, int signedLength, int headerStart, int payloadStart, int signatureStart, int end) =>
        (_memory, _signedLength, _header, _payload, _signature) = (memory, signedLength, headerStart..payloadStart, payloadStart..signatureStart, signatureStart..end);

    /// <summary>How much memory a token of some length needs: itself, and what it decodes to.</summary>
    public static int MemoryFor(int length) => length * 2;

    /// <summary>What is signed: the first two parts as they were written.</summary>
    public ReadOnlySpan<byte> Signed => _memory.AsSpan(0, _signedLength);

    public ReadOnlySpan<byte> HeaderJson => _memory.AsSpan(_header);

    public ReadOnlySpan<byte> Payload => _memory.AsSpan(_payload);

    public ReadOnlySpan<byte> Signature => _memory.AsSpan(_signature);

    /// <summary>
    /// Takes a token apart; returns why it cannot be, or <see langword="null"/> with the parts. Neither throws nor allocates much for anything that the token may hold.
    /// </summary>
    /// <param name="memory">Begins with the token in ASCII, of <see cref="MemoryFor"/> its length; borrowed from the shared pool, to which the parts return it. Stays with the caller when there are none.</param>
    /// <param name="length">How long the token is.</param>
    /// <param name="parts">The parts.</param>
    public static TokenRejectionReason? Read(byte[] memory, int length, out CompactToken? parts)
    {
        parts = null;
        ReadOnlySpan<byte> token = memory.AsSpan(0, length);
        var headerEnd = token.IndexOf((byte)'.');
        var payloadEnd = token.LastIndexOf((byte)'.');
        if (headerEnd <= 0 || payloadEnd <= headerEnd + 1)
            return TokenRejectionReason.Malformed;
        // A third dot lands in the middle part, where base64url refuses it.
        var (headerStart, payloadStart, signatureStart, end) = (length, 0, 0, 0);
        if (!TryDecode(token[..headerEnd], memory, headerStart, out payloadStart)
            || !TryDecode(token[(headerEnd + 1)..payloadEnd], memory, payloadStart, out signatureStart)
            || !TryDecode(token[(payloadEnd + 1)..], memory, signatureStart, out end)
            || !Utf8.IsValid(memory.AsSpan(headerStart, signatureStart - headerStart)))
            return TokenRejectionReason.Malformed;
        var taken = new CompactToken(memory, payloadEnd, headerStart, payloadStart, signatureStart, end);
        if (taken.Head.Read(taken.HeaderJson) is { } badHeader)
            return badHeader;
        if (taken.Claims.Read(taken.Payload) is { } badClaims)
            return badClaims;
        parts = taken;
        return null;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_memory);

    private static bool TryDecode(ReadOnlySpan<byte> part, byte[] memory, int at, out int end)
    {
        end = at;
        if (!StrictBase64Url.IsCanonical(part) || !Base64Url.TryDecodeFromUtf8(part, memory.AsSpan(at), out var written))
            return false;
        end += written;
        return true;
    }
}
