using System.Security.Cryptography;
using Cks.Core;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>Settings of Cks.Scope. Checked when the host starts (CKS109).</summary>
public sealed class CksScopeOptions
{
    /// <summary>Signs cursors, at least 32 bytes. Several hosts behind one address need the same, from a secret store.</summary>
    /// <value>32 random bytes of this process: cursors end with it.</value>
    public byte[] CursorKey { get; set; } = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    /// <summary>What each query of a scope, a list, a feed and of <see cref="ScopedReader"/> may cost (S30). A <see cref="QueryReader"/> that the application registers itself has its own.</summary>
    /// <value>Default: 30 seconds a statement, and as many rows as there are. A whole scope has no page, so set <see cref="QueryBudget.MaxRows"/> where somebody sees more than a host should hold at once.</value>
    public QueryBudget Budget { get; set; } = new();

    /// <summary>Signs cursors in place of <see cref="CursorKey"/>, and may be rotated while the host runs: both live versions are accepted, each of at least 32 bytes.</summary>
    /// <value>None: <see cref="CursorKey"/> signs.</value>
    public Secret<byte[]>? CursorSecret { get; set; }
}
