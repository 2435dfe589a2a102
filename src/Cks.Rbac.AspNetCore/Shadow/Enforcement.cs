namespace Cks.Rbac.AspNetCore;

/// <summary>Who decides where an endpoint has a rule of the application beside a guard.</summary>
public enum Enforcement
{
    /// <summary>Both must let pass.</summary>
    Enforce,

    /// <summary>The application's rule decides; the guard is computed, and where the two disagree that is counted and logged.</summary>
    Shadow,
}
