namespace Cks.Rbac;

/// <summary>Settings of Cks.Rbac.</summary>
public sealed class CksRbacOptions
{
    internal const int MostRemembered = 4_194_304;
    internal static readonly TimeSpan LongestLifetime = TimeSpan.FromSeconds(60);

    /// <summary>For how many subjects permissions are remembered. More are made anew as they come; some 200 bytes each, and 4 bytes a capability more for those with grants of their own.</summary>
    /// <value>Default: 16,384; from 4 to 4,194,304, rounded up to a power of two.</value>
    public int RememberedSubjects { get; set; } = 16_384;

    /// <summary>How long permissions, and the grants that they are made of, are remembered where nobody says that something changed.</summary>
    /// <value>Default: 60 seconds, which is the most; 1 second at least</value>
    public TimeSpan CacheLifetime { get; set; } = LongestLifetime;
}
