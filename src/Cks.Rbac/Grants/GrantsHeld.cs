namespace Cks.Rbac;

/// <summary>What two persons have in one tenant, as nobody else can change it before the decision is written.</summary>
/// <param name="Grantor">Every grant of whoever asks for the change.</param>
/// <param name="Grantee">Every grant of the person whose grants change.</param>
public sealed record GrantsHeld(IReadOnlyList<Grant> Grantor, IReadOnlyList<Grant> Grantee);
