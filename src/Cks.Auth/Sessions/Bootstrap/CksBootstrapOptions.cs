namespace Cks.Auth;

/// <summary>How long it is remembered who somebody is. Checked when the host starts (CKS109).</summary>
public sealed class CksBootstrapOptions
{
    /// <summary>How long what was read of a person counts where nobody says that it changed, 1 to 60 seconds.</summary>
    /// <value>30 seconds</value>
    public TimeSpan CacheLifetime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>People that a host remembers, 16 to 1,000,000.</summary>
    /// <value>100,000</value>
    public int Remembered { get; set; } = 100_000;
}
