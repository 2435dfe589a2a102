using System.Collections.Concurrent;

namespace Cks.Rbac;

/// <summary>
/// What whoever acts in another's place may do themselves, which bounds what they may do there (S12): on which rows, and which fields. Relations to a row are the subject's there, so a rule of the actor that asks
/// for one permits nothing, and denies.
/// </summary>
/// <param name="actor">Who acts.</param>
/// <param name="make">What they may do where these obligations are met.</param>
internal sealed class ActorRights(DecisionContext actor, Func<Func<Obligation, bool>, EffectivePermissions> make)
{
    private readonly ConcurrentDictionary<string, EffectivePermissions> _made = new(StringComparer.Ordinal);

    /// <summary>The rows on which the actor is permitted a capability.</summary>
    /// <param name="capability">What is to be done.</param>
    /// <param name="permits">The rules that permit it to the subject.</param>
    public PlanNode RowsOf(CapabilityId capability, IEnumerable<PolicyRule> permits)
    {
        var plan = Under(permits).Plan(capability, actor);
        return plan.Where is { } where ? Apart(where) : plan.IsEverything ? PlanNode.True : PlanNode.False;
    }

    /// <summary>The fields that the actor has on them.</summary>
    /// <inheritdoc cref="RowsOf"/>
    public FieldMask FieldsOf(CapabilityId capability, IEnumerable<PolicyRule> permits) => Under(permits).Fields(capability);

    // What every permit of the subject asks whoever enforces to do is done before anything is permitted: a permit of the actor that asks for no more counts.
    private EffectivePermissions Under(IEnumerable<PolicyRule> permits)
    {
        string[]? names = null;
        foreach (var permit in permits)
        {
            var own = permit.Obligations.Where(o => o.Within is null).Select(o => o.Name);
            names = names is null ? [.. own.Order(StringComparer.Ordinal)] : [.. names.Intersect(own, StringComparer.Ordinal)];
        }

        return _made.GetOrAdd(string.Join('\n', names ?? []), _ => make(o => o.Within is null && names?.Contains(o.Name, StringComparer.Ordinal) == true));
    }

    private static PlanNode Apart(PlanNode node) => node.Kind switch
    {
        PlanNodeKind.Related or PlanNodeKind.NotRelated => PlanNode.False,
        PlanNodeKind.All => PlanNode.All(node.Nodes.Select(Apart)),
        PlanNodeKind.Any => PlanNode.Any(node.Nodes.Select(Apart)),
        _ => node,
    };
}
