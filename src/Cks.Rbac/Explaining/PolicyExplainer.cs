using System.Runtime.CompilerServices;
using Cks.Core;

namespace Cks.Rbac;

internal sealed class PolicyExplainer(PolicyDecisionPoint decisions, PermissionBuilder builder, ResourceMaps maps, RelationFacts facts, IGrantLedger? ledger = null) : IPolicyExplainer
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

    public IReadOnlyList<RoleAccess> WhoCan(CapabilityId capability) => new AccessFinder(builder.Store.Current.Value, capability, null).Roles(builder.Clock.GetUtcNow());

    public IReadOnlyList<RoleAccess> WhoCan<T>(CapabilityId capability, T resource)
    {
        var policy = builder.Store.Current.Value;
        return policy.Declares(capability) ? new AccessFinder(policy, capability, FactsOf(capability, resource)).Roles(builder.Clock.GetUtcNow()) : [];
    }

    public IAsyncEnumerable<PersonAccess> PeopleWhoCanAsync(TenantId tenant, CapabilityId capability, CancellationToken cancellationToken = default) =>
        PeopleAsync(tenant, capability, null, cancellationToken);

    public IAsyncEnumerable<PersonAccess> PeopleWhoCanAsync<T>(TenantId tenant, CapabilityId capability, T resource, CancellationToken cancellationToken = default) =>
        PeopleAsync(tenant, capability, builder.Store.Current.Value.Declares(capability) ? FactsOf(capability, resource) : null, cancellationToken);

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

    private async IAsyncEnumerable<PersonAccess> PeopleAsync(TenantId tenant, CapabilityId capability, ConditionFacts? row, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (ledger is null)
            throw new InvalidOperationException("Nobody keeps a list of grants. Call AddCksRbac().UseGrants().");
        var finder = new AccessFinder(builder.Store.Current.Value, capability, row);
        var (person, grants) = (default(PersonId), new List<Grant>());
        await foreach (var grant in ledger.InAsync(tenant, cancellationToken).ConfigureAwait(false))
        {
            var next = new PersonId(grant.Issuer, grant.SubjectId);
            if (next != person && Find() is { } found)
                yield return found;
            if (next != person)
                grants.Clear();
            person = next;
            grants.Add(grant);
        }

        if (Find() is { } last)
            yield return last;

        PersonAccess? Find() => grants.Count == 0 ? null : finder.Person(person, builder.Build(new(person.Id, tenant, []) { Issuer = person.Issuer }, grants).Permissions);
    }

    /// <summary>The resource for somebody who is not known.</summary>
    private ConditionFacts FactsOf<T>(CapabilityId capability, T resource)
    {
        var map = maps.Find<T>(capability.Resource);
        return new(a => map.Read(a, resource), _ => false, null);
    }

    private static DecisionExplanation Explain(Decision decision, EffectivePermissions permissions, Subject subject, CapabilityId capability, ConditionFacts? row, bool showValues) => new(
        decision,
        capability.Name,
        [.. permissions.Roles.Select(r => r.Name)],
        new RuleExplainer(permissions, capability, subject.Context, row, showValues).Explain(decision),
        new GrantFinder(permissions, capability, subject.Context, row).Find(decision));
}
