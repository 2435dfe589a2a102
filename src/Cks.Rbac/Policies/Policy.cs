using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>A validated policy: what there is to permit, and what each role is permitted. Immutable; made by <see cref="PolicyReader"/>.</summary>
public sealed class Policy
{
    private static readonly DecisionContext Somebody = new("somebody", TenantId.Parse("somewhere"), []) { Code = "SOME-001" };

    private readonly CapabilitySet _declared;
    private readonly CapabilitySet _conditional;
    private readonly CapabilitySet _personal;
    private readonly FrozenDictionary<string, CapabilityId> _names;
    private readonly FrozenDictionary<string, CapabilityId> _aliases;
    private readonly FrozenDictionary<string, PolicyRole> _roles;
    private readonly FrozenDictionary<string, PolicyResource> _resources;

    internal Policy(IEnumerable<PolicyResource> resources, IEnumerable<PolicyRole> roles, IReadOnlyDictionary<string, CapabilityId> aliases, IReadOnlyList<Duty> duties, IEnumerable<CapabilityId> sensitive)
    {
        _resources = resources.ToFrozenDictionary(r => r.Name, StringComparer.Ordinal);
        Capabilities = [.. _resources.Values.SelectMany(r => r.Capabilities).OrderBy(c => c.Name, StringComparer.Ordinal)];
        HighestCapability = Capabilities.Count == 0 ? 0 : Capabilities.Max(c => c.Value);
        _declared = NewSet();
        foreach (var capability in Capabilities)
            _declared.Add(capability);
        _aliases = aliases.ToFrozenDictionary(StringComparer.Ordinal);
        _names = Capabilities.Select(c => KeyValuePair.Create(c.Name, c)).Concat(aliases).ToFrozenDictionary(StringComparer.Ordinal);
        _roles = roles.ToFrozenDictionary(r => r.Name, StringComparer.Ordinal);
        Rules = [.. _roles.Values.SelectMany(r => r.Own).OrderBy(r => r.Number)];
        Duties = duties;
        Sensitive = [.. sensitive.Order(Comparer<CapabilityId>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name)))];
        _personal = NewSet();
        foreach (var capability in Sensitive.Concat(Capabilities.Where(IsAlwaysPersonal)))
            _personal.Add(capability);
        _conditional = NewSet();
        foreach (var capability in Rules.Where(IsConditional).SelectMany(r => r.Capabilities))
            _conditional.Add(capability);
    }

    /// <summary>Every declared capability, ordered by name.</summary>
    public IReadOnlyList<CapabilityId> Capabilities { get; }

    /// <summary>Every role, ordered by name.</summary>
    public IEnumerable<string> Roles => _roles.Keys.Order(StringComparer.Ordinal);

    /// <summary>Every alias, ordered by name: other names for capabilities, such as a hub's <c>canCreateJobs</c>.</summary>
    public IEnumerable<string> Aliases => _aliases.Keys.Order(StringComparer.Ordinal);

    /// <summary>Capabilities that the document marks as sensitive, ordered by name.</summary>
    public IReadOnlyList<CapabilityId> Sensitive { get; }

    internal IReadOnlyList<PolicyRule> Rules { get; }

    internal IReadOnlyList<Duty> Duties { get; }

    internal IEnumerable<PolicyRole> AllRoles => _roles.Values.OrderBy(r => r.Name, StringComparer.Ordinal);

    internal IEnumerable<PolicyResource> Resources => _resources.Values.OrderBy(r => r.Name, StringComparer.Ordinal);

    internal int HighestCapability { get; }

    internal IReadOnlyCollection<string> ResourceNames => _resources.Keys;

    /// <summary>Looks up a capability that this policy declares, by its name or an alias; text from outside is safe here.</summary>
    public bool TryFind([NotNullWhen(true)] string? nameOrAlias, out CapabilityId capability)
    {
        capability = default;
        return nameOrAlias is not null && _names.TryGetValue(nameOrAlias, out capability);
    }

    /// <summary>Whether this policy declares the capability.</summary>
    public bool Declares(CapabilityId capability) => _declared.Contains(capability);

    /// <summary>Whether a rule with a condition permits or denies the capability, to whatever role: then the answer may depend on the resource.</summary>
    public bool IsConditional(CapabilityId capability) => _conditional.Contains(capability);

    /// <summary>
    /// What rules with a condition ask of a row where they permit or deny the capability, to whatever role: one formula a rule, as it stands in the plan of a subject that has a code, an id and a tenant. Whoever
    /// can translate each of them can translate every plan.
    /// </summary>
    public IEnumerable<PlanNode> ConditionsOf(CapabilityId capability) => !IsConditional(capability) ? []
        : Rules.Where(r => IsConditional(r) && r.Capabilities.Contains(capability)).Select(r => r.When!.When(!r.IsDeny, Somebody));

    /// <summary>
    /// Whether only a person in a session of their own may use it, never an API key (S11): what is marked sensitive, all of <c>grants</c>, <c>keys</c>, <c>sessions</c> and <c>credentials</c>,
    /// <c>scope:inspect</c>, and every action <c>impersonate</c>.
    /// </summary>
    internal bool IsPersonal(CapabilityId capability) => _personal.Contains(capability);

    /// <summary>The attributes that a resource declares, in their order; none where the policy does not declare the resource.</summary>
    public IReadOnlyList<ResourceAttribute> AttributesOf(string resource) => FindResource(resource)?.Attributes ?? [];

    /// <summary>Whether this policy declares the role; compared ordinally.</summary>
    public bool DeclaresRole(string role) => _roles.ContainsKey(role);

    /// <summary>Whether duties are separated between a role and one of those that somebody has, inherited ones included.</summary>
    internal bool KeepsApart(IEnumerable<PolicyRole> held, PolicyRole other)
    {
        var have = held.SelectMany(r => r.Lineage).ToHashSet(StringComparer.Ordinal);
        var comes = other.Lineage.ToHashSet(StringComparer.Ordinal);
        return Duties.Any(d => AreTwo([.. d.Roles.Where(have.Contains).Take(2)], [.. d.Roles.Where(comes.Contains).Take(2)]));

        // One of each that are not the same.
        static bool AreTwo(string[] had, string[] coming) => had.Length > 0 && coming.Length > 0 && (had.Length + coming.Length > 2 || had[0] != coming[0]);
    }

    internal PolicyRole? FindRole(string role) => _roles.GetValueOrDefault(role);

    internal PolicyResource? FindResource(string name) => _resources.GetValueOrDefault(name);

    private static bool IsAlwaysPersonal(CapabilityId capability) =>
        capability.Resource is "grants" or "keys" or "sessions" or "credentials" || capability.Name == "scope:inspect" || capability.Name.EndsWith(":impersonate", StringComparison.Ordinal);

    private static bool IsConditional(PolicyRule rule) => rule.When is not null && !rule.HidesFields;

    internal CapabilitySet NewSet() => new(HighestCapability);
}
