using System.Security.Cryptography;

namespace Cks.Scope;

/// <summary>Settings of Cks.Scope. Checked when the host starts (CKS109).</summary>
public sealed class CksScopeOptions
{
    /// <summary>Signs cursors, at least 32 bytes. Several hosts behind one address need the same, from a secret store.</summary>
    /// <value>32 random bytes of this process: cursors end with it.</value>
    public byte[] CursorKey { get; set; } = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
}
