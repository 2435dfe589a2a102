namespace Cks.Rbac;

/// <summary>How far a role is permitted a capability.</summary>
public enum PolicyExtent : byte
{
    /// <summary>Of no resource, at no time.</summary>
    Never,

    /// <summary>It depends: on the resource, the time, an obligation or break-glass.</summary>
    Sometimes,

    /// <summary>Of every resource, at any time.</summary>
    Always,
}
