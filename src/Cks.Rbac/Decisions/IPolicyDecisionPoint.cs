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
    /// not apply and a deny does. Waits only where a condition asks for a relation.
    /// </summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not mapped to the capability's resource; see <see cref="CksRbacBuilder.MapResource"/>.</exception>
    /// <exception cref="Exception">A relation cannot be read (S15).</exception>
    ValueTask<Decision> CheckAsync<T>(Subject subject, CapabilityId capability, T resource, CancellationToken cancellationToken = default);

    /// <summary>The same for many resources at once, in their order; each relation is asked for once for all of them.</summary>
    /// <inheritdoc cref="CheckAsync{T}(Subject, CapabilityId, T, CancellationToken)"/>
    ValueTask<IReadOnlyList<Decision>> CheckAllAsync<T>(Subject subject, CapabilityId capability, IReadOnlyList<T> resources, CancellationToken cancellationToken = default);
}
