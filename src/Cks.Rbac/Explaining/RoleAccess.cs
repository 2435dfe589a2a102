namespace Cks.Rbac;

/// <summary>A role that can do something.</summary>
/// <param name="Role">Name of the role.</param>
/// <param name="Kind">How far.</param>
/// <param name="Rules">The rules that permit it, by id.</param>
public sealed record RoleAccess(string Role, RoleAccessKind Kind, IReadOnlyList<string> Rules)
{
    /// <summary>What has to be done each time, by name; empty where a rule asks for nothing.</summary>
    public IReadOnlyList<string> Obligations { get; init; } = [];

    /// <summary>Whether the glass has to be broken.</summary>
    public bool NeedsBreakGlass { get; init; }
}
