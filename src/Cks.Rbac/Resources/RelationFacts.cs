namespace Cks.Rbac;

/// <summary>Asks the resolvers, once a relation for all resources of a batch.</summary>
internal sealed class RelationFacts(IReadOnlyList<IRelationResolver> resolvers)
{
    public IReadOnlyList<IRelationResolver> Resolvers => resolvers;

    /// <summary>For each resource the relations in which the subject stands to it, by <see cref="PolicyResource.RelationBit"/>.</summary>
    public async ValueTask<ulong[]> OfAsync<T>(Subject subject, Policy policy, ResourceMap<T> map, IReadOnlyList<string> relations, IReadOnlyList<T> resources, CancellationToken cancellationToken)
    {
        var facts = new ulong[resources.Count];
        if (relations.Count == 0 || resources.Count == 0)
            return facts;
        if (map.Identity is not { } identity)
            throw new InvalidOperationException($"Nothing says what a \"{map.Resource}\" is called. Call .Id(...) in MapResource<{typeof(T).Name}>.");
        var resource = policy.FindResource(map.Resource)!;
        string?[] ids = [.. resources.Select(identity)];
        string[] asked = [.. ids.OfType<string>().Distinct(StringComparer.Ordinal)];
        foreach (var relation in relations)
        {
            var resolver = resolvers.FirstOrDefault(r => r.Answers(map.Resource, relation))
                ?? throw new InvalidOperationException($"Nobody resolves the relation \"{relation}\" of \"{map.Resource}\". Register an IRelationResolver that answers it.");
            var related = await resolver.ResolveAsync(subject, map.Resource, relation, asked, cancellationToken).ConfigureAwait(false);
            var bit = resource.RelationBit(relation);
            for (var i = 0; i < ids.Length; i++)
                if (ids[i] is { } id && related.Contains(id))
                    facts[i] |= bit;
        }

        return facts;
    }
}
