using Cks.Core;

namespace Cks.Rbac;

/// <summary>Decides by the policy in a <see cref="SnapshotStore{T}"/>. Thread-safe.</summary>
public sealed class PolicyDecisionPoint(SnapshotStore<Policy> store) : IPolicyDecisionPoint, IPolicyPlanner
{
    /// <inheritdoc/>
    public Decision Check(Subject subject, CapabilityId capability)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.AuthorityUnder(store).Decide(capability);
    }

    /// <inheritdoc/>
    public void Check(Subject subject, ReadOnlySpan<CapabilityId> capabilities, Span<Decision> decisions)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var authority = subject.AuthorityUnder(store);
        for (var i = 0; i < capabilities.Length; i++)
            decisions[i] = authority.Decide(capabilities[i]);
    }

    /// <inheritdoc/>
    public FieldMask Fields(Subject subject, CapabilityId capability)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.AuthorityUnder(store).Fields(capability);
    }

    /// <inheritdoc/>
    public IReadOnlyList<CapabilityId> WhatCan(Subject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var authority = subject.AuthorityUnder(store);
        return [.. authority.Snapshot.Value.Capabilities.Where(authority.Allows)];
    }

    /// <inheritdoc/>
    public Policy PolicyOf(Subject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.AuthorityUnder(store).Snapshot.Value;
    }
}
