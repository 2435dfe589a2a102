namespace Cks.Rbac;

internal sealed class PolicyExplainer(PolicyDecisionPoint decisions, PermissionBuilder builder, ResourceMaps maps, RelationFacts facts) : IPolicyExplainer
{
    public DecisionExplanation Explain(Subject subject, CapabilityId capability, bool showValues = false)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var decision = decisions.Check(subject, capability);
        return decisions.PermissionsOf(subject) is { } permissions ? Explain(decision, permissions, subject, capability, null, showValues) : new(decision, capability.Name, [], [], null);
    }

    public async ValueTask<DecisionExplanation> ExplainAsync<T>(Subject subject, CapabilityId capability, T resource, bool showValues = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (decisions.PermissionsOf(subject) is not { } permissions)
            return Explain(subject, capability);
        var remembered = new RelationFacts([new RememberedRelations(facts.Resolvers)]);
        // The same evaluator, so that the decision is the one that a check makes.
        var decision = await new PolicyDecisionPoint(builder, maps, remembered, usesGrants: false).CheckAsync(subject.Bind(permissions), capability, resource, cancellationToken).ConfigureAwait(false);
        var policy = permissions.Snapshot.Value;
        if (!policy.Declares(capability))
            return Explain(decision, permissions, subject, capability, null, showValues);
        var rules = RuleExplainer.SpeakingOf(permissions, capability);
        if (decision.Reason is DecisionReason.NotPermitted or DecisionReason.NoRole)
            rules = rules.Concat(GrantFinder.Candidates(policy, capability));
        string[] relations = [.. rules.Where(r => r.When is not null).SelectMany(r => r.When!.Relations).Distinct(StringComparer.Ordinal)];
        var map = maps.Find<T>(capability.Resource);
        var related = await remembered.OfAsync(subject, policy, map, relations, [resource], cancellationToken).ConfigureAwait(false);
        var declared = policy.FindResource(capability.Resource)!;
        var row = new ConditionFacts(a => map.Read(a, resource), r => (related[0] & declared.RelationBit(r)) != 0, subject.Context);
        return Explain(decision, permissions, subject, capability, row, showValues);
    }

    public IReadOnlyList<RoleAccess> WhoCan(CapabilityId capability) => new RoleFinder(builder.Store.Current.Value, capability, null, builder.Clock.GetUtcNow()).Find();

    public IReadOnlyList<RoleAccess> WhoCan<T>(CapabilityId capability, T resource)
    {
        var policy = builder.Store.Current.Value;
        if (!policy.Declares(capability))
            return [];
        var map = maps.Find<T>(capability.Resource);
        return new RoleFinder(policy, capability, new(a => map.Read(a, resource), _ => false, null), builder.Clock.GetUtcNow()).Find();
    }

    public async ValueTask<IReadOnlyList<CapabilityId>> WhatCanAsync<T>(Subject subject, string resource, T row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(resource);
        if (decisions.PermissionsOf(subject) is not { } permissions || permissions.Snapshot.Value.FindResource(resource) is not { } declared)
            return [];
        var once = new PolicyDecisionPoint(builder, maps, new([new RememberedRelations(facts.Resolvers)]), usesGrants: false);
        var (bound, can) = (subject.Bind(permissions), new List<CapabilityId>());
        foreach (var capability in declared.Capabilities.OrderBy(c => c.Name, StringComparer.Ordinal))
            if ((await once.CheckAsync(bound, capability, row, cancellationToken).ConfigureAwait(false)).IsPermitted)
                can.Add(capability);
        return can;
    }

    public Decision CanView(string role, string resource)
    {
        ArgumentNullException.ThrowIfNull(role);
        ArgumentNullException.ThrowIfNull(resource);
        var permissions = builder.Build(new("", default, [role]), []).Permissions;
        return permissions.Decide(permissions.Snapshot.Value.TryFind($"{resource}:view", out var view) ? view : default);
    }

    private static DecisionExplanation Explain(Decision decision, EffectivePermissions permissions, Subject subject, CapabilityId capability, ConditionFacts? row, bool showValues) => new(
        decision,
        capability.Name,
        [.. permissions.Roles.Select(r => r.Name)],
        new RuleExplainer(permissions, capability, subject.Context, row, showValues).Explain(decision),
        new GrantFinder(permissions, capability, row).Find(decision));
}
