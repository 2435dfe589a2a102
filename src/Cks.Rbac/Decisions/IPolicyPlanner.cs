namespace Cks.Rbac;

/// <summary>What the same policy says about lists and fields rather than about one act.</summary>
public interface IPolicyPlanner
{
    /// <summary>The fields of the capability's resource that the subject may read; <see cref="FieldMask.None"/> when the capability itself is not permitted.</summary>
    FieldMask Fields(Subject subject, CapabilityId capability);

    /// <summary>Every capability that the subject is permitted, ordered by name.</summary>
    IReadOnlyList<CapabilityId> WhatCan(Subject subject);

    /// <summary>The policy that the subject is bound to.</summary>
    Policy PolicyOf(Subject subject);
}
