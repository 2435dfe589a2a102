using System.Security.Cryptography;
using System.Text;

namespace Cks.Core;

/// <summary>Compares secrets with what a caller presents. The time taken tells nothing of the secret: neither where it differs nor how long it is.</summary>
public static class SecretExtensions
{
    /// <summary>Whether the bytes are a live version.</summary>
    public static bool Matches(this Secret<byte[]> secret, ReadOnlySpan<byte> presented)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var matches = false;
        foreach (var version in secret.RevealAccepted())
        {
            matches |= AreEqual(version, presented);
            CryptographicOperations.ZeroMemory(version);
        }

        return matches;
    }

    /// <summary>Whether the text is a live version, compared ordinally.</summary>
    public static bool Matches(this Secret<string> secret, string? presented)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (presented is null)
            return false;
        var matches = false;
        foreach (var version in secret.RevealAccepted())
            matches |= AreEqual(Encoding.Unicode.GetBytes(version), Encoding.Unicode.GetBytes(presented));
        return matches;
    }

    // Digests, because a comparison in fixed time is one of equal lengths only.
    private static bool AreEqual(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(one), SHA256.HashData(other));
}
