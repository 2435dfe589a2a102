namespace Cks.Rbac;

/// <summary>A role after inheritance and wildcards: which capabilities it permits and denies, by which rule, and with which fields.</summary>
internal sealed class CompiledRole
{
    private readonly ushort[] _permitRules;
    private readonly ushort[] _denyRules;
    private readonly Dictionary<CapabilityId, (FieldMask Permitted, FieldMask Denied, FieldMask Effective)> _fields = [];

    public CompiledRole(Policy policy, IEnumerable<CompiledRule> rules)
    {
        (Permitted, Denied) = (policy.NewSet(), policy.NewSet());
        var highest = policy.Capabilities.Count == 0 ? 0 : policy.Capabilities.Max(c => c.Value);
        (_permitRules, _denyRules) = (new ushort[highest + 1], new ushort[highest + 1]);
        foreach (var rule in rules)
        {
            foreach (var capability in rule.Capabilities)
            {
                var (permitted, denied, _) = _fields.GetValueOrDefault(capability, (FieldMask.None, FieldMask.None, FieldMask.None));
                if (rule.IsDeny && rule.HasFields)
                    denied = denied.Union(rule.Fields);
                else if (rule.IsDeny)
                    Mark(Denied, _denyRules, capability, rule.Number);
                else
                {
                    Mark(Permitted, _permitRules, capability, rule.Number);
                    permitted = permitted.Union(rule.Fields);
                }

                _fields[capability] = (permitted, denied, permitted.Except(denied));
            }
        }

        Allowed = Permitted.Except(Denied);
    }

    public CapabilitySet Permitted { get; }

    public CapabilitySet Denied { get; }

    public CapabilitySet Allowed { get; }

    public ushort PermitRuleFor(CapabilityId capability) => At(_permitRules, capability);

    public ushort DenyRuleFor(CapabilityId capability) => At(_denyRules, capability);

    public FieldMask FieldsOf(CapabilityId capability) => _fields.TryGetValue(capability, out var f) ? f.Effective : FieldMask.None;

    public FieldMask PermittedFieldsOf(CapabilityId capability) => _fields.TryGetValue(capability, out var f) ? f.Permitted : FieldMask.None;

    public FieldMask DeniedFieldsOf(CapabilityId capability) => _fields.TryGetValue(capability, out var f) ? f.Denied : FieldMask.None;

    private static ushort At(ushort[] rules, CapabilityId capability) => (uint)capability.Value < (uint)rules.Length ? rules[capability.Value] : (ushort)0;

    private static void Mark(CapabilitySet set, ushort[] rules, CapabilityId capability, ushort number)
    {
        set.Add(capability);
        if (rules[capability.Value] == 0)
            rules[capability.Value] = number;
    }
}

/// <summary>A rule with its wildcards expanded. <see cref="Number"/> counts from 1.</summary>
internal sealed record CompiledRule(ushort Number, bool IsDeny, IReadOnlyList<CapabilityId> Capabilities, bool HasFields, FieldMask Fields);
