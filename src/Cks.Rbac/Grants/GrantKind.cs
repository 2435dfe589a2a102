namespace Cks.Rbac;

/// <summary>What is granted to a person.</summary>
public enum GrantKind : byte
{
    /// <summary>A role, beside those of the session.</summary>
    Role,

    /// <summary>One capability, beside what the roles permit.</summary>
    Permit,

    /// <summary>One capability is denied, whatever permits it.</summary>
    Deny,

    /// <summary>Rules of the person's roles that are marked <c>breakGlass</c> count.</summary>
    BreakGlass,
}
