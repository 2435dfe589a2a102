namespace Cks.Rbac;

/// <summary>A static separation of duties: nobody may be granted two of the roles in one tenant.</summary>
internal sealed record Duty(string Id, IReadOnlyList<string> Roles);
