namespace Cks.Rbac;

/// <summary>What would make a refusal a permit.</summary>
public enum NearestGrantKind : byte
{
    /// <summary>No grant can: a deny, a ceiling or the credential stands against it.</summary>
    None,

    /// <summary>To break the glass: a rule of the person's own roles permits it then.</summary>
    BreakGlass,

    /// <summary>A further role.</summary>
    Role,

    /// <summary>A permit for the person alone; no role can be added that permits it.</summary>
    Permit,
}
