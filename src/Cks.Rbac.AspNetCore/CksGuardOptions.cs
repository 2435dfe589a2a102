namespace Cks.Rbac.AspNetCore;

/// <summary>How guards are enforced; read once, when the host starts.</summary>
public sealed class CksGuardOptions
{
    /// <summary>Whether the application's own rules decide for now, while an application moves over.</summary>
    /// <value>
    /// <see cref="Enforcement.Enforce"/>. <see cref="Enforcement.Shadow"/> acts only where an endpoint has a rule of the application's own that names whom it lets pass, and never on resources outside the scope,
    /// fields, ceilings and what a credential may be used for.
    /// </value>
    public Enforcement Enforcement { get; set; }

    /// <summary>
    /// When a host in <see cref="Enforcement.Shadow"/> passes to <see cref="Enforcement.Enforce"/>, also while it runs; one that starts later enforces at once. Write the day: an end that is reckoned from the
    /// start of the host moves with each start.
    /// </summary>
    /// <value><see langword="null"/>: never. Outside Development it must be given; 90 days ahead at most.</value>
    public DateTimeOffset? Until { get; set; }
}
