namespace Cks.Auth;

/// <summary>What was done with API keys.</summary>
public enum ApiKeyAction : byte
{
    /// <summary>A key was made.</summary>
    Created,

    /// <summary>A key got a new secret.</summary>
    Rotated,

    /// <summary>A key was ended.</summary>
    Revoked,

    /// <summary>Every key of an owner was ended, as archiving does.</summary>
    AllRevoked,
}
