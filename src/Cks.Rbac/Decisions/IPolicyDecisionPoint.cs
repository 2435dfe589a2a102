namespace Cks.Rbac;

/// <summary>Answers whether a subject may do something. Default deny; a deny overrides every permit; nothing here waits or throws.</summary>
public interface IPolicyDecisionPoint
{
    /// <summary>May <paramref name="subject"/> do <paramref name="capability"/>?</summary>
    Decision Check(Subject subject, CapabilityId capability);

    /// <summary>Decides several at once; <paramref name="decisions"/> must have room for all.</summary>
    void Check(Subject subject, ReadOnlySpan<CapabilityId> capabilities, Span<Decision> decisions);
}
