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

    /// <summary>Somebody acted in it for another, and one of them lost what that takes. Given back, it begins anew, as another session (S12).</summary>
    ActorLost = 4,
}
