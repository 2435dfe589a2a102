namespace Cks.Rbac;

/// <summary>A rule with its wildcards expanded. <see cref="Number"/> counts from 1.</summary>
internal sealed record CompiledRule(ushort Number, bool IsDeny, IReadOnlyList<CapabilityId> Capabilities, FieldMask? Mask, Condition? When)
{
    /// <summary>A deny with fields hides those and denies nothing else.</summary>
    public bool HidesFields => IsDeny && Mask is not null;

    public FieldMask Fields => Mask ?? FieldMask.None;
}
