namespace Cks.Auth;

/// <summary>What a store keeps of a secret of a key: HMAC-SHA256 of the key's text under the pepper, which the store does not have.</summary>
/// <param name="Number">Counts the secrets of a key from 1.</param>
/// <param name="Value">32 bytes.</param>
/// <param name="Until">When this secret ends (UTC), which is never after the key.</param>
public sealed record ApiKeyHash(int Number, ReadOnlyMemory<byte> Value, DateTimeOffset Until)
{
    /// <summary>The number alone.</summary>
    public override string ToString() => $"secret {Number}";
}
