namespace Cks.Rbac.WebAssembly;

/// <summary>What the server says of a capability.</summary>
public enum PermissionAnswer
{
    /// <summary>Not permitted; also what the server does not name.</summary>
    No,

    /// <summary>It depends on the row, which says so itself (<see cref="ICapableRow"/>).</summary>
    Row,

    /// <summary>Permitted, whatever it is done with.</summary>
    Yes,
}
