namespace Cks.Rbac;

/// <summary>Asks about each relation of one resource once, so that the decision and its explanation rest on one answer.</summary>
internal sealed class RememberedRelations(IReadOnlyList<IRelationResolver> resolvers) : IRelationResolver
{
    private readonly Dictionary<(string Resource, string Relation), IReadOnlySet<string>> _answers = [];

    public bool Answers(string resource, string relation) => resolvers.Any(r => r.Answers(resource, relation));

    public async ValueTask<IReadOnlySet<string>> ResolveAsync(Subject subject, string resource, string relation, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default)
    {
        if (!_answers.TryGetValue((resource, relation), out var answer))
            _answers[(resource, relation)] = answer = await resolvers.First(r => r.Answers(resource, relation)).ResolveAsync(subject, resource, relation, ids, cancellationToken).ConfigureAwait(false);
        return answer;
    }
}
