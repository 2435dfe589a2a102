namespace Cks.Rbac;

/// <summary>The conditions of one policy as code on one type of the application. Made as they are asked for.</summary>
internal sealed class BoundRules<T>(Policy policy, ResourceMap<T> map)
{
    private readonly RowTest<T>?[] _tests = new RowTest<T>?[policy.Rules.Count + 1];

    public Policy Policy => policy;

    public ResourceMap<T> Map => map;

    /// <summary>When a permit's condition is true; when a deny's condition is false.</summary>
    public RowTest<T> TestOf(PolicyRule rule)
    {
        // What was granted is nobody else's.
        if (rule.Number == 0)
            return Bind(rule);
        ref var test = ref _tests[rule.Number];
        return test ?? (test = Bind(rule));
    }

    /// <summary>The tests of all rules for one capability.</summary>
    public BoundConditions<T> Bind(ConditionalRules rules) => new(this, [.. rules.Denies.Select(TestOf)], [.. rules.Permits.Select(r => r.When is null ? null : TestOf(r))]);

    private RowTest<T> Bind(PolicyRule rule) => rule.When!.Bind(!rule.IsDeny, map, policy.FindResource(map.Resource)!);
}
