using System.Security.Cryptography;
using System.Text;

namespace Cks.Auth;

/// <summary>Compares the signatures of a webhook with those of its bytes.</summary>
internal static class WebhookSignature
{
    /// <summary>
    /// Whether one of the signatures fits. Of a list such as <c>v1,&lt;base64&gt; v1a,&lt;base64&gt;</c> only version 1 counts: an element without a comma and a version that is not known are passed
    /// over, and so is <c>v1a</c>, because .NET 10 has no Ed25519.
    /// </summary>
    public static WebhookRejectionReason? Check(string signatures, string id, string timestamp, ReadOnlySpan<byte> body, IEnumerable<byte[]> keys)
    {
        var given = new List<byte[]>();
        var any = false;
        foreach (var part in signatures.AsSpan().Split(' '))
        {
            var element = signatures.AsSpan(part);
            if (!element.StartsWith("v1,", StringComparison.Ordinal))
                continue;
            any = true;
            var signature = new byte[HMACSHA256.HashSizeInBytes];
            if (Convert.TryFromBase64Chars(element["v1,".Length..], signature, out var length) && length == signature.Length)
                given.Add(signature);
        }

        if (!any)
            return WebhookRejectionReason.SignatureUnsupported;
        var head = Encoding.ASCII.GetBytes($"{id}.{timestamp}.");
        var fits = false;
        foreach (var key in keys)
        {
            using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
            CryptographicOperations.ZeroMemory(key);
            hash.AppendData(head);
            hash.AppendData(body);
            var expected = hash.GetHashAndReset();
            // All of them, so that the time taken tells nothing of which one fits.
            foreach (var signature in given)
                fits |= CryptographicOperations.FixedTimeEquals(expected, signature);
        }

        return fits ? null : WebhookRejectionReason.SignatureInvalid;
    }
}
