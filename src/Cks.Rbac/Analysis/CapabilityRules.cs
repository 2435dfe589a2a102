namespace Cks.Rbac;

/// <summary>The rules of a role that speak of one capability, each kind in the order of the document.</summary>
/// <param name="Permits">Permits.</param>
/// <param name="Denies">Denies of the capability.</param>
/// <param name="Hides">Denies that hide fields and nothing else.</param>
internal sealed record CapabilityRules(IReadOnlyList<PolicyRule> Permits, IReadOnlyList<PolicyRule> Denies, IReadOnlyList<PolicyRule> Hides)
{
    public static CapabilityRules None { get; } = new([], [], []);

    public int Count => Permits.Count + Denies.Count + Hides.Count;

    public IEnumerable<PolicyRule> All => Permits.Concat(Denies).Concat(Hides);

    /// <summary>The rules of a role by what they speak of.</summary>
    public static Dictionary<CapabilityId, CapabilityRules> Of(PolicyRole role) => Of(role.Rules);

    /// <summary>Rules by what they speak of.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="only">The capabilities that matter; <see langword="null"/> for all.</param>
    public static Dictionary<CapabilityId, CapabilityRules> Of(IEnumerable<PolicyRule> rules, IReadOnlySet<CapabilityId>? only = null)
    {
        var lists = new Dictionary<CapabilityId, (List<PolicyRule> Permits, List<PolicyRule> Denies, List<PolicyRule> Hides)>();
        foreach (var rule in rules)
        {
            foreach (var capability in rule.Capabilities)
            {
                if (only?.Contains(capability) == false)
                    continue;
                if (!lists.TryGetValue(capability, out var mine))
                    lists[capability] = mine = ([], [], []);
                (rule.HidesFields ? mine.Hides : rule.IsDeny ? mine.Denies : mine.Permits).Add(rule);
            }
        }

        return lists.ToDictionary(l => l.Key, l => new CapabilityRules(l.Value.Permits, l.Value.Denies, l.Value.Hides));
    }

    public CapabilityRules Without(PolicyRule rule) => Without(r => ReferenceEquals(r, rule));

    public CapabilityRules Without(Func<PolicyRule, bool> gone) => new([.. Permits.Where(r => !gone(r))], [.. Denies.Where(r => !gone(r))], [.. Hides.Where(r => !gone(r))]);
}
