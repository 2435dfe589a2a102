namespace Cks.Rbac.AuthZen.Tests;

/// <summary>Who watches which record: everybody those whose id ends with an even digit. Counts how often it is asked.</summary>
internal sealed class Watched : IRelationResolver
{
    public int Times { get; private set; }

    public bool Answers(string resource, string relation) => (resource, relation) == ("record", "watched");

    public ValueTask<IReadOnlySet<string>> ResolveAsync(Subject subject, string resource, string relation, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default)
    {
        Times++;
        return new(ids.Where(i => (i[^1] - '0') % 2 == 0).ToHashSet());
    }
}
