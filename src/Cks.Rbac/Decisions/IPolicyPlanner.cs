namespace Cks.Rbac;

/// <summary>What the same policy says about lists and fields rather than about one act.</summary>
public interface IPolicyPlanner
{
    /// <summary>Which rows of the capability's resource are permitted to the subject: exactly those that <see cref="IPolicyDecisionPoint.CheckAsync{T}(Subject, CapabilityId, T, CancellationToken)"/> permits.</summary>
    ScopePlan Plan(Subject subject, CapabilityId capability);

    /// <summary>The rows that <see cref="Plan"/> permits, in their order, for rows in memory; each relation is asked for once for all of them.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not mapped to the capability's resource; see <see cref="CksRbacBuilder.MapResource"/>.</exception>
    ValueTask<IReadOnlyList<T>> FilterAsync<T>(Subject subject, CapabilityId capability, IReadOnlyList<T> rows, CancellationToken cancellationToken = default);

    /// <summary>
    /// The fields of the capability's resource that the subject may read, write, filter and order by, on the rows of <see cref="Plan"/>: <see cref="FieldMask.None"/> when that is nothing by any rule, and where
    /// only rules with a condition permit, no field that one of them does not list.
    /// </summary>
    FieldMask Fields(Subject subject, CapabilityId capability);

    /// <summary>Every capability that the subject is permitted, ordered by name.</summary>
    IReadOnlyList<CapabilityId> WhatCan(Subject subject);

    /// <summary>The policy that the subject is bound to.</summary>
    Policy PolicyOf(Subject subject);
}
