namespace Cks.Rbac;

/// <summary>Answers whether a subject may do something. Default deny; a deny overrides every permit.</summary>
public interface IPolicyDecisionPoint
{
    /// <summary>
    /// May <paramref name="subject"/> do <paramref name="capability"/>, whatever the resource? Where that depends on the resource the answer is
    /// <see cref="DecisionReason.NeedsResource"/>, which is not a permit. Waits for nothing and allocates nothing.
    /// </summary>
    Decision Check(Subject subject, CapabilityId capability);

    /// <summary>Decides several at once; <paramref name="decisions"/> must have room for all.</summary>
    void Check(Subject subject, ReadOnlySpan<CapabilityId> capabilities, Span<Decision> decisions);

    /// <summary>
    /// May <paramref name="subject"/> do <paramref name="capability"/> to this resource? Rules with and without a condition are asked; where an attribute is missing a permit does
    /// not apply and a deny does.
    /// </summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not mapped to the capability's resource; see <see cref="CksRbacBuilder.MapResource"/>.</exception>
    ValueTask<Decision> CheckAsync<T>(Subject subject, CapabilityId capability, T resource, CancellationToken cancellationToken = default);
}
