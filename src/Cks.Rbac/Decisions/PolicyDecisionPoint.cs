using Cks.Core;

namespace Cks.Rbac;

/// <summary>Decides by the policy in a <see cref="SnapshotStore{T}"/>. Thread-safe.</summary>
public sealed class PolicyDecisionPoint : IPolicyDecisionPoint, IPolicyPlanner
{
    private readonly SnapshotStore<Policy> _store;
    private readonly ResourceMaps _maps;

    /// <summary>A decision point without mapped types; those need <see cref="CksRbacBuilder.MapResource"/>.</summary>
    public PolicyDecisionPoint(SnapshotStore<Policy> store)
        : this(store, ResourceMaps.None)
    {
    }

    internal PolicyDecisionPoint(SnapshotStore<Policy> store, ResourceMaps maps) => (_store, _maps) = (store, maps);

    /// <inheritdoc/>
    public Decision Check(Subject subject, CapabilityId capability)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.AuthorityUnder(_store).Decide(capability);
    }

    /// <inheritdoc/>
    public void Check(Subject subject, ReadOnlySpan<CapabilityId> capabilities, Span<Decision> decisions)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var authority = subject.AuthorityUnder(_store);
        for (var i = 0; i < capabilities.Length; i++)
            decisions[i] = authority.Decide(capabilities[i]);
    }

    /// <inheritdoc/>
    public ValueTask<Decision> CheckAsync<T>(Subject subject, CapabilityId capability, T resource, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (resource is null)
            throw new ArgumentNullException(nameof(resource));
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<Decision>(cancellationToken);
        var authority = subject.AuthorityUnder(_store);
        return new(authority.Snapshot.Value.Declares(capability)
            ? authority.Decide(capability, resource, _maps.Find<T>(capability.Resource))
            : authority.Decide(capability));
    }

    /// <inheritdoc/>
    public ScopePlan Plan(Subject subject, CapabilityId capability)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.AuthorityUnder(_store).Plan(capability);
    }

    /// <inheritdoc/>
    public FieldMask Fields(Subject subject, CapabilityId capability)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.AuthorityUnder(_store).Fields(capability);
    }

    /// <inheritdoc/>
    public IReadOnlyList<CapabilityId> WhatCan(Subject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var authority = subject.AuthorityUnder(_store);
        return [.. authority.Snapshot.Value.Capabilities.Where(authority.Allows)];
    }

    /// <inheritdoc/>
    public Policy PolicyOf(Subject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.AuthorityUnder(_store).Snapshot.Value;
    }
}
