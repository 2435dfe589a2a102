using Cks.Core;

namespace Cks.Rbac;

/// <summary>Decides by the policy in a <see cref="SnapshotStore{T}"/>. Thread-safe.</summary>
public sealed class PolicyDecisionPoint : IPolicyDecisionPoint, IPolicyPlanner
{
    private readonly PermissionBuilder _builder;
    private readonly ResourceMaps _maps;
    private readonly RelationFacts _facts;
    private readonly bool _usesGrants;

    /// <summary>A decision point without mapped types, relations, ceilings and grants; those need <see cref="CksRbacBuilder"/>.</summary>
    public PolicyDecisionPoint(SnapshotStore<Policy> store)
        : this(PermissionBuilder.Of(store), ResourceMaps.None, new([]), usesGrants: false)
    {
    }

    internal PolicyDecisionPoint(PermissionBuilder builder, ResourceMaps maps, RelationFacts facts, bool usesGrants) => (_builder, _maps, _facts, _usesGrants) = (builder, maps, facts, usesGrants);

    /// <summary>Explains what is decided here.</summary>
    internal PolicyExplainer Explainer => ExplainerOver(null);

    internal PolicyExplainer ExplainerOver(IGrantLedger? ledger) => new(this, _builder, _maps, _facts, ledger);

    /// <inheritdoc/>
    public Decision Check(Subject subject, CapabilityId capability)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return PermissionsOf(subject) is { } permissions ? permissions.Decide(capability) : new(DecisionReason.GrantsUnknown);
    }

    /// <inheritdoc/>
    public void Check(Subject subject, ReadOnlySpan<CapabilityId> capabilities, Span<Decision> decisions)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var permissions = PermissionsOf(subject);
        for (var i = 0; i < capabilities.Length; i++)
            decisions[i] = permissions?.Decide(capabilities[i]) ?? new(DecisionReason.GrantsUnknown);
    }

    /// <inheritdoc/>
    public ValueTask<Decision> CheckAsync<T>(Subject subject, CapabilityId capability, T resource, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (resource is null)
            throw new ArgumentNullException(nameof(resource));
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<Decision>(cancellationToken);
        if (PermissionsOf(subject) is not { } permissions)
            return new(new Decision(DecisionReason.GrantsUnknown));
        if (permissions.NeedingResource(capability) is not { } rules)
        {
            // Also where no resource matters: a type that is not mapped is found by the first check, not by the first rule with a condition.
            if (permissions.Snapshot.Value.Declares(capability))
                _maps.Find<T>(capability.Resource);
            return new(permissions.Decide(capability));
        }

        var bound = rules.Bound as BoundConditions<T> ?? Bind<T>(permissions, rules, capability);
        return rules.Relations.Length == 0
            ? new(permissions.Decide(rules, resource, subject.Context, bound, 0))
            : DecideWithRelationsAsync(subject, permissions, rules, bound, resource, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Decision>> CheckAllAsync<T>(Subject subject, CapabilityId capability, IReadOnlyList<T> resources, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(resources);
        cancellationToken.ThrowIfCancellationRequested();
        var decisions = new Decision[resources.Count];
        if (PermissionsOf(subject) is not { } permissions || !permissions.Snapshot.Value.Declares(capability))
        {
            decisions.AsSpan().Fill(Check(subject, capability));
            return decisions;
        }

        _maps.Find<T>(capability.Resource);
        if (permissions.NeedingResource(capability) is not { } rules)
        {
            decisions.AsSpan().Fill(permissions.Decide(capability));
            return decisions;
        }

        var bound = Bind<T>(permissions, rules, capability);
        var relations = await _facts.OfAsync(subject, bound.Rules.Policy, bound.Rules.Map, rules.Relations, resources, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < decisions.Length; i++)
            decisions[i] = permissions.Decide(rules, resources[i], subject.Context, bound, relations[i]);
        return decisions;
    }

    /// <inheritdoc/>
    public ScopePlan Plan(Subject subject, CapabilityId capability)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return PermissionsOf(subject)?.Plan(capability, subject.Context) ?? ScopePlan.Nothing;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<T>> FilterAsync<T>(Subject subject, CapabilityId capability, IReadOnlyList<T> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        cancellationToken.ThrowIfCancellationRequested();
        var plan = Plan(subject, capability);
        if (plan.Where is not { } where)
            return plan.IsEverything ? rows : [];
        var policy = PolicyOf(subject);
        var map = _maps.Find<T>(capability.Resource);
        string[] asked = [.. where.Everything().Where(n => n.Kind is PlanNodeKind.Related or PlanNodeKind.NotRelated).Select(n => n.Name).Distinct(StringComparer.Ordinal)];
        var relations = await _facts.OfAsync(subject, policy, map, asked, rows, cancellationToken).ConfigureAwait(false);
        var resource = policy.FindResource(capability.Resource)!;
        return [.. rows.Where((row, i) => where.Holds(new MappedRow<T>(map, resource, row, relations[i])))];
    }

    /// <inheritdoc/>
    public FieldMask Fields(Subject subject, CapabilityId capability)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return PermissionsOf(subject)?.Fields(capability) ?? FieldMask.None;
    }

    /// <inheritdoc/>
    public IReadOnlyList<CapabilityId> WhatCan(Subject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return PermissionsOf(subject) is { } permissions ? [.. permissions.Snapshot.Value.Capabilities.Where(c => permissions.Decide(c).IsPermitted)] : [];
    }

    /// <inheritdoc/>
    public Policy PolicyOf(Subject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return PermissionsOf(subject)?.Snapshot.Value ?? _builder.Store.Current.Value;
    }

    /// <summary>What the subject is bound to; <see langword="null"/> when nobody has asked for its grants.</summary>
    internal EffectivePermissions? PermissionsOf(Subject subject)
    {
        var permissions = subject.Permissions;
        if (permissions is not null && ReferenceEquals(permissions.Source, _builder))
            return permissions;
        // Nobody's person has no grants: who stands for a role is judged by it, as when it is bound.
        return _usesGrants && subject.Id.Length > 0 ? null : subject.BindOnce(_builder.Build(subject.Context, null).Permissions, permissions);
    }

    private BoundConditions<T> Bind<T>(EffectivePermissions permissions, ConditionalRules rules, CapabilityId capability)
    {
        var bound = _maps.Find<T>(capability.Resource).BoundTo(permissions.Snapshot.Value).Bind(rules);
        rules.Bound = bound;
        return bound;
    }

    private async ValueTask<Decision> DecideWithRelationsAsync<T>(
        Subject subject, EffectivePermissions permissions, ConditionalRules rules, BoundConditions<T> bound, T resource, CancellationToken cancellationToken)
    {
        var relations = await _facts.OfAsync(subject, bound.Rules.Policy, bound.Rules.Map, rules.Relations, [resource], cancellationToken).ConfigureAwait(false);
        return permissions.Decide(rules, resource, subject.Context, bound, relations[0]);
    }
}
