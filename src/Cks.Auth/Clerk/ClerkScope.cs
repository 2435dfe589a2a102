namespace Cks.Auth;

/// <summary>Whose a feature or a plan of Clerk is; a feature may be both at once.</summary>
[Flags]
public enum ClerkScope
{
    /// <summary>Nobody's.</summary>
    None = 0,

    /// <summary>The person's (<c>u</c>).</summary>
    User = 1,

    /// <summary>The active organization's (<c>o</c>).</summary>
    Organization = 2,
}
