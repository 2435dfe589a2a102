namespace Cks.Rbac;

/// <summary>Somebody who can do something by what was granted.</summary>
/// <param name="Person">Who.</param>
/// <param name="Kind">How far.</param>
/// <param name="Rules">The rules that permit it, by id; <c>grant:</c> and the id of a personal permit.</param>
public sealed record PersonAccess(PersonId Person, RoleAccessKind Kind, IReadOnlyList<string> Rules)
{
    /// <summary>What has to be done each time, by name; empty where a rule asks for nothing.</summary>
    public IReadOnlyList<string> Obligations { get; init; } = [];

    /// <summary>Whether the glass has to be broken, which is not so now.</summary>
    public bool NeedsBreakGlass { get; init; }
}
