using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Cks.Rbac.AuthZen;

/// <summary>Where a next page begins: encrypted, because the place may be of something that was not permitted, and bound to caller and request, for a time.</summary>
internal sealed class PageTokens(IDataProtectionProvider protection, AuthZenOptions options, TimeProvider clock)
{
    private const int LongestToken = 8192;

    private readonly IDataProtector _protector = protection.CreateProtector("Cks.Rbac.AuthZen.Page.v1");

    /// <summary>A token of the page behind <paramref name="last"/>; empty for the first.</summary>
    public string Make(ReadOnlySpan<byte> request, string last)
    {
        var payload = new byte[sizeof(long) + SHA256.HashSizeInBytes + Encoding.UTF8.GetByteCount(last)];
        BinaryPrimitives.WriteInt64BigEndian(payload, (clock.GetUtcNow() + options.PageTokenLifetime).UtcTicks);
        request.CopyTo(payload.AsSpan(sizeof(long)));
        Encoding.UTF8.GetBytes(last, payload.AsSpan(sizeof(long) + SHA256.HashSizeInBytes));
        return Base64Url.EncodeToString(_protector.Protect(payload));
    }

    /// <summary>Whether a token continues a request.</summary>
    /// <param name="token">As it came.</param>
    /// <param name="request">Hash of the request that it came with.</param>
    /// <param name="last">Behind what the page begins; <see langword="null"/> for the start.</param>
    public bool TryRead(string token, ReadOnlySpan<byte> request, out string? last)
    {
        last = null;
        if (token.Length is 0 or > LongestToken || !Base64Url.IsValid(token) || Unprotect(Base64Url.DecodeFromChars(token)) is not { } payload)
            return false;
        if (BinaryPrimitives.ReadInt64BigEndian(payload) <= clock.GetUtcNow().UtcTicks || !payload.AsSpan(sizeof(long), SHA256.HashSizeInBytes).SequenceEqual(request))
            return false;
        last = payload.Length > sizeof(long) + SHA256.HashSizeInBytes ? Encoding.UTF8.GetString(payload.AsSpan(sizeof(long) + SHA256.HashSizeInBytes)) : null;
        return true;
    }

    private byte[]? Unprotect(byte[] token)
    {
        try
        {
            return _protector.Unprotect(token);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
