namespace Cks.Rbac;

/// <summary>How far a role can do something.</summary>
public enum RoleAccessKind : byte
{
    /// <summary>Whoever has the role, on the resource in question, or on every one where none was named.</summary>
    Always,

    /// <summary>It depends on the resource; where one was named, on the person: on its code, or its relation to the resource.</summary>
    Depends,
}
