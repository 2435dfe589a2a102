using Cks.Core;

namespace Cks.Rbac;

/// <summary>A role of the policy.</summary>
/// <param name="Name">Name.</param>
/// <param name="Parents">Roles that it inherits from directly.</param>
/// <param name="Own">Its own rules.</param>
/// <param name="Rules">Its own rules and all inherited ones, each once.</param>
/// <param name="Lineage">Itself and every role that it inherits from.</param>
/// <param name="Assigns">Roles that it may give to others.</param>
/// <param name="Place">Where it is declared.</param>
internal sealed record PolicyRole(
    string Name, IReadOnlyList<string> Parents, IReadOnlyList<PolicyRule> Own, IReadOnlyList<PolicyRule> Rules, IReadOnlyList<string> Lineage, IReadOnlyList<string> Assigns, SourcePlace Place)
{
    public SourceLocation Location => Place.Location;

    /// <summary>The rules that time decides about.</summary>
    public IReadOnlyList<PolicyRule> Timed { get; } = [.. Rules.Where(r => r.From is not null || r.Until is not null || r.Obligations.Any(o => o.Within is not null))];
}
