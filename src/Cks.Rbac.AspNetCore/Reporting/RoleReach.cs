namespace Cks.Rbac.AspNetCore;

/// <summary>How far a role gets with a guard.</summary>
internal enum RoleReach : byte
{
    /// <summary>It is refused.</summary>
    No,

    /// <summary>It does not say: the answer depends on the row, on a condition, or on a rule of the application's own.</summary>
    Row,

    /// <summary>It passes.</summary>
    Yes,
}
