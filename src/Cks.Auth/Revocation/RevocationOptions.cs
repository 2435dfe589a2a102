namespace Cks.Auth;

/// <summary>How long revocations are kept and how old the knowledge of them may be. Checked when the host starts (CKS109).</summary>
public sealed class RevocationOptions
{
    /// <summary>
    /// The longest life of a session at the identity provider, and of the application's own cookie where that is longer. An ended session is remembered for so long (S08), and for the longest
    /// life of a token where that is longer. 1 hour to 400 days. Longer than needed costs memory only; shorter lets an ended session come back.
    /// </summary>
    /// <value>7 days, which is Clerk's default</value>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often the store is asked for what is new, 1 second to 1 hour: how late a revocation of another host is heard of where there is no change bus.</summary>
    /// <value>5 seconds</value>
    public TimeSpan PullInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The age at which what was last read from the store is not relied on any more (S27); longer than <see cref="PullInterval"/>, up to 1 day.</summary>
    /// <value>1 minute</value>
    public TimeSpan MaxStaleness { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the start of the host waits for the first full read; afterwards it starts all the same and refuses tokens until it has one. 0 to 10 minutes.</summary>
    /// <value>15 seconds</value>
    public TimeSpan StartupWait { get; set; } = TimeSpan.FromSeconds(15);
}
