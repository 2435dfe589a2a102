namespace Cks.Auth;

/// <summary>Why a session is over. The numbers are stored and stay as they are.</summary>
public enum SessionEnd
{
    /// <summary>Nobody used it for longer than it may stand idle.</summary>
    Idle = 1,

    /// <summary>It began longer ago than a session may last.</summary>
    Absolute = 2,

    /// <summary>Its person, or somebody for them, has signed out.</summary>
    SignedOut = 3,
}
