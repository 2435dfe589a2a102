using Cks.Core;

namespace Cks.Auth;

/// <summary>How API keys are kept and checked. Checked when the host starts (CKS109).</summary>
public sealed class CksApiKeyOptions
{
    /// <summary>The most that <see cref="MaxLifetime"/> may be.</summary>
    internal static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(800);

    /// <summary>
    /// Key of the HMAC under which stores keep secrets: 32 random bytes or more, from a secret store and nowhere near the database. <see cref="Secret{T}.Rotate"/> brings the next one into use while the host runs; a key
    /// that is used during the overlap is kept under it from then on, one that is not used has to be made anew.
    /// </summary>
    /// <value>None: the host does not start.</value>
    public Secret<byte[]>? Pepper { get; set; }

    /// <summary>The longest life of a key, 1 hour to 800 days.</summary>
    /// <value>365 days</value>
    public TimeSpan MaxLifetime { get; set; } = TimeSpan.FromDays(365);

    /// <summary>The longest time for which the secret before the last rotation stays valid, 0 to 90 days.</summary>
    /// <value>30 days</value>
    public TimeSpan MaxOverlap { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Most keys of an owner that are not over, 1 to 1,000.</summary>
    /// <value>25</value>
    public int MostKeys { get; set; } = 25;

    /// <summary>How long a key that is over is still listed before the next change of its owner's keys drops it, 0 to 3,650 days; the latest 100 of an owner at most. The audit rows stay.</summary>
    /// <value>90 days</value>
    public TimeSpan KeepEnded { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long what a store said of a key and of its owner counts where no notice says that it changed, 1 to 60 seconds.</summary>
    /// <value>60 seconds</value>
    public TimeSpan CacheLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many keys, and how many owners, are remembered; 16 to 1,000,000.</summary>
    /// <value>20,000</value>
    public int Remembered { get; set; } = 20_000;

    /// <summary>How many wrong secrets of one key from one address are answered a minute before they are answered with 429; 1 to 10,000. A correct secret is never locked out.</summary>
    /// <value>10</value>
    public int MaxFailures { get; set; } = 10;

    /// <summary>
    /// How many well-formed keys that do not exist are looked for a minute from one address before they are answered with 429, and no further ones are looked for; 1 to 100,000. A key that this host has read before is let in
    /// meanwhile.
    /// </summary>
    /// <value>100</value>
    public int MaxUnknown { get; set; } = 100;

    /// <summary>Issuers that are the application itself: their subjects are its service accounts. An owner of any other issuer needs one that <c>AddCksAuth</c> accepts and that is bound to the tenant (S02).</summary>
    /// <value><c>urn:cks:service-accounts</c></value>
    public ISet<string> OwnIssuers { get; } = new HashSet<string>(StringComparer.Ordinal) { "urn:cks:service-accounts" };
}
