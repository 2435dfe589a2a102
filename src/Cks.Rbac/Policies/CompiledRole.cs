namespace Cks.Rbac;

/// <summary>A role after inheritance and wildcards: which capabilities it permits and denies, by which rule, and with which fields.</summary>
internal sealed class CompiledRole
{
    private static readonly List<CompiledRule> NoRules = [];
    private readonly ushort[] _permitRules;
    private readonly ushort[] _denyRules;
    private readonly Dictionary<CapabilityId, List<CompiledRule>> _permitsWhen = [];
    private readonly Dictionary<CapabilityId, List<CompiledRule>> _deniesWhen = [];
    private readonly Dictionary<CapabilityId, FieldRules> _fields = [];

    public CompiledRole(Policy policy, IEnumerable<CompiledRule> rules)
    {
        (Permitted, Denied, PermittedWhen, DeniedWhen) = (policy.NewSet(), policy.NewSet(), policy.NewSet(), policy.NewSet());
        var highest = policy.Capabilities.Count == 0 ? 0 : policy.Capabilities.Max(c => c.Value);
        (_permitRules, _denyRules) = (new ushort[highest + 1], new ushort[highest + 1]);
        foreach (var rule in rules)
        {
            foreach (var capability in rule.Capabilities)
            {
                if (!rule.HidesFields)
                    Add(rule, capability);
                _fields[capability] = FieldsOf(capability).And(FieldRules.Of(rule));
            }
        }

        Allowed = Permitted.Except(Denied).Except(DeniedWhen);
    }

    /// <summary>Permitted without a condition.</summary>
    public CapabilitySet Permitted { get; }

    /// <summary>Denied without a condition.</summary>
    public CapabilitySet Denied { get; }

    /// <summary>Permitted on some resources.</summary>
    public CapabilitySet PermittedWhen { get; }

    /// <summary>Denied on some resources.</summary>
    public CapabilitySet DeniedWhen { get; }

    /// <summary>Permitted whatever the resource.</summary>
    public CapabilitySet Allowed { get; }

    public ushort PermitRuleFor(CapabilityId capability) => At(_permitRules, capability);

    public ushort DenyRuleFor(CapabilityId capability) => At(_denyRules, capability);

    public List<CompiledRule> PermitsWhen(CapabilityId capability) => _permitsWhen.GetValueOrDefault(capability, NoRules);

    public List<CompiledRule> DeniesWhen(CapabilityId capability) => _deniesWhen.GetValueOrDefault(capability, NoRules);

    public FieldRules FieldsOf(CapabilityId capability) => _fields.GetValueOrDefault(capability, FieldRules.None);

    private static ushort At(ushort[] rules, CapabilityId capability) => (uint)capability.Value < (uint)rules.Length ? rules[capability.Value] : (ushort)0;

    private void Add(CompiledRule rule, CapabilityId capability)
    {
        if (rule.When is null)
        {
            var (set, rules) = rule.IsDeny ? (Denied, _denyRules) : (Permitted, _permitRules);
            set.Add(capability);
            if (rules[capability.Value] == 0)
                rules[capability.Value] = rule.Number;
            return;
        }

        var (some, byCapability) = rule.IsDeny ? (DeniedWhen, _deniesWhen) : (PermittedWhen, _permitsWhen);
        some.Add(capability);
        if (!byCapability.TryGetValue(capability, out var conditional))
            byCapability[capability] = conditional = [];
        conditional.Add(rule);
    }
}
