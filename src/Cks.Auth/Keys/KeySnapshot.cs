using System.Security.Cryptography;
using System.Text;
using Cks.Core;

namespace Cks.Auth;

/// <summary>
/// A folder in which the public keys of the issuers are kept for a start at which a provider is down (S26). Each copy has a MAC, belongs to this account alone, ends with
/// <see cref="CksTokenOptions.KeyHardLimit"/>, and is refused when a newer one was written before; see <see cref="SnapshotFile"/>. One process a folder.
/// </summary>
public sealed class KeySnapshot
{
    /// <summary>Names the folder.</summary>
    /// <param name="folder">Full path; made for this account only when the first copy is saved.</param>
    /// <param name="key">Key of the MAC, at least 32 random bytes from a secret store.</param>
    /// <exception cref="CksConfigurationException">CKS109: the path is relative, or the key is short.</exception>
    public KeySnapshot(string folder, Secret<byte[]> key)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(key);
        (Folder, Key) = (folder, key);
        FileOf("every issuer", TimeSpan.FromDays(1), TimeProvider.System);
    }

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Key of the MAC. After a rotation, copies of the version before are read while that is accepted.</summary>
    public Secret<byte[]> Key { get; }

    internal SnapshotFile FileOf(string issuer, TimeSpan maxAge, TimeProvider time)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(issuer)))[..32];
        return new(Path.Combine(Folder, name + ".keys"), $"signing keys of {issuer}", Key, new() { MaxAge = maxAge, MaxBytes = 1024 * 1024 }, time);
    }
}
