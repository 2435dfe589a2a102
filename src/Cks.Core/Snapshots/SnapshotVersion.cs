using System.Security.Cryptography;

namespace Cks.Core;

/// <summary>Which revision of a document set is in use. Goes into decisions, answers, logs and cache keys.</summary>
/// <param name="Sequence">Counts the activations of one store, from 1 or from where this host left off; 0 means that nothing was ever loaded.</param>
/// <param name="Hash">First eight hexadecimal digits of the SHA-256 of the content.</param>
public readonly record struct SnapshotVersion(long Sequence, string Hash)
{
    /// <summary>The version of <paramref name="content"/> as activation <paramref name="sequence"/>.</summary>
    public static SnapshotVersion Of(long sequence, ReadOnlySpan<byte> content) => new(sequence, Convert.ToHexStringLower(SHA256.HashData(content))[..8]);

    /// <summary><c>v1-3f2a9c01</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"v{Sequence}-{Hash}");
}
