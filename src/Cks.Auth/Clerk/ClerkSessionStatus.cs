namespace Cks.Auth;

/// <summary>The state of a session at Clerk.</summary>
public enum ClerkSessionStatus
{
    /// <summary>One that this version does not know; treat it like <see cref="Pending"/>.</summary>
    Unknown,

    /// <summary>Signed in.</summary>
    Active,

    /// <summary>Signed in but for a step that is still to come, such as choosing an organization.</summary>
    Pending,
}
