using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Cks.Rbac;

/// <summary>A validated policy: what there is to permit, and what each role is permitted. Immutable; made by <see cref="PolicyReader"/>.</summary>
public sealed class Policy
{
    private readonly CapabilitySet _declared;
    private readonly FrozenDictionary<string, CapabilityId> _aliases;
    private readonly FrozenDictionary<string, CompiledRole> _roles;
    private readonly FrozenDictionary<string, PolicyResource> _resources;
    private readonly CapabilitySet _conditional;
    private readonly FrozenDictionary<CapabilityId, string[]> _attributes;
    private readonly string[] _ruleNames;

    internal Policy(
        IEnumerable<CapabilityId> capabilities,
        IReadOnlyDictionary<string, IReadOnlyCollection<string>> attributes,
        IReadOnlyDictionary<string, CapabilityId> aliases,
        IReadOnlyDictionary<string, IReadOnlyList<CompiledRule>> roles,
        IEnumerable<string> ruleNames)
    {
        Capabilities = [.. capabilities.OrderBy(c => c.Name, StringComparer.Ordinal)];
        _declared = NewSet();
        foreach (var capability in Capabilities)
            _declared.Add(capability);
        _aliases = aliases.ToFrozenDictionary(StringComparer.Ordinal);
        _ruleNames = ["", .. ruleNames];
        _roles = roles.ToFrozenDictionary(r => r.Key, r => new CompiledRole(this, r.Value), StringComparer.Ordinal);
        var conditional = roles.Values.SelectMany(r => r).Where(r => r.When is not null).Distinct().ToArray();
        _conditional = NewSet();
        foreach (var capability in conditional.Where(r => !r.HidesFields).SelectMany(r => r.Capabilities))
            _conditional.Add(capability);
        _attributes = conditional.Where(r => !r.HidesFields).SelectMany(r => r.Capabilities, (r, c) => (Capability: c, r.When!.Attributes)).GroupBy(r => r.Capability)
            .ToFrozenDictionary(g => g.Key, g => g.SelectMany(r => r.Attributes).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray());
        var asked = conditional.ToLookup(r => r.Capabilities[0].Resource, r => r.When!.Attributes, StringComparer.Ordinal);
        _resources = attributes.ToFrozenDictionary(a => a.Key, a => new PolicyResource(a.Value, [.. asked[a.Key].SelectMany(x => x).Distinct(StringComparer.Ordinal)]), StringComparer.Ordinal);
    }

    /// <summary>Every declared capability, ordered by name.</summary>
    public IReadOnlyList<CapabilityId> Capabilities { get; }

    /// <summary>Every role, ordered by name.</summary>
    public IEnumerable<string> Roles => _roles.Keys.Order(StringComparer.Ordinal);

    /// <summary>Every alias, ordered by name: other names for capabilities, such as a hub's <c>canCreateJobs</c>.</summary>
    public IEnumerable<string> Aliases => _aliases.Keys.Order(StringComparer.Ordinal);

    /// <summary>Looks up a capability that this policy declares, by its name or an alias.</summary>
    public bool TryFind([NotNullWhen(true)] string? nameOrAlias, out CapabilityId capability)
    {
        capability = default;
        return nameOrAlias is not null
            && (_aliases.TryGetValue(nameOrAlias, out capability) || (CapabilityId.TryFind(nameOrAlias, out capability) && Declares(capability)));
    }

    /// <summary>Whether this policy declares the capability.</summary>
    public bool Declares(CapabilityId capability) => _declared.Contains(capability);

    /// <summary>Whether a rule with a condition permits or denies the capability, to whatever role: then the answer may depend on the resource.</summary>
    public bool IsConditional(CapabilityId capability) => _conditional.Contains(capability);

    /// <summary>The attributes that conditions ask for where a rule permits or denies the capability, to whatever role; ordered by name. What a row lacks of them is missing in its plan.</summary>
    public IReadOnlyList<string> AttributesOf(CapabilityId capability) => _attributes.GetValueOrDefault(capability, []);

    /// <summary>Whether this policy declares the role; compared ordinally.</summary>
    public bool DeclaresRole(string role) => _roles.ContainsKey(role);

    internal CompiledRole? FindRole(string role) => _roles.GetValueOrDefault(role);

    internal IReadOnlyCollection<string> ResourceNames => _resources.Keys;

    internal PolicyResource? FindResource(string name) => _resources.GetValueOrDefault(name);

    internal string RuleName(ushort number) => _ruleNames[number];

    internal CapabilitySet NewSet() => new(Capabilities.Count == 0 ? 0 : Capabilities.Max(c => c.Value));
}
