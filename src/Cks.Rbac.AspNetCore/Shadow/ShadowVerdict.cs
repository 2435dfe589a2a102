namespace Cks.Rbac.AspNetCore;

/// <summary>What guards said that are only computed.</summary>
internal enum ShadowVerdict
{
    /// <summary>They let pass.</summary>
    Permitted,

    /// <summary>They refuse.</summary>
    Refused,

    /// <summary>They ask for the resource, which was not loaded because the application refused.</summary>
    Depends,

    /// <summary>They could not be computed.</summary>
    Failed,
}
