namespace Cks.Rbac;

/// <summary>Knows how subjects stand to resources: <c>own</c>, <c>assigned</c>, <c>subordinate</c>. Cks.Scope implements it; register others beside it for what they know.</summary>
public interface IRelationResolver
{
    /// <summary>Whether this one is to be asked about the relation. Must not change while the process lives, and only one resolver may answer it.</summary>
    bool Answers(string resource, string relation);

    /// <summary>
    /// The ids, of those asked, to which the subject stands in the relation; one call for all of a batch. An id that is not known stands in none.
    /// </summary>
    /// <exception cref="Exception">Whatever keeps it from knowing: a relation that cannot be read is a broken machine, never "not related".</exception>
    ValueTask<IReadOnlySet<string>> ResolveAsync(Subject subject, string resource, string relation, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default);
}
