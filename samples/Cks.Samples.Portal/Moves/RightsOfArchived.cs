using Cks.Rbac;
using Cks.Samples.Portal.Grants;
using Cks.Samples.Portal.Keys;
using Cks.Samples.Portal.Sessions;
using Cks.Samples.Portal.Work;

namespace Cks.Samples.Portal.Moves;

/// <summary>What somebody had who is archived: API keys and grants, which end for good.</summary>
internal sealed class RightsOfArchived(KeysOfArchived keys, GrantsOfArchived grants, People people)
{
    /// <summary>The person with this code, if it is one of the actor's.</summary>
    public Task<Person?> FindAsync(Subject me, string code) => people.FindOursAsync(me, code, CancellationToken.None);

    /// <summary>Ends what an archived person has.</summary>
    /// <returns>Why something is left; <see langword="null"/> where nothing is, and where the person is not archived.</returns>
    public async Task<Refusal?> EndAsync(Subject me, Person person, CancellationToken cancellationToken)
    {
        if (person.Record.ArchivedAt is null)
            return null;
        return !await keys.EndAsync(me, person, cancellationToken) ? Refusal.Conflict("has_keys", "The API keys of whoever was archived have to be ended first, and the caller may not do that.")
            : !await grants.EndAsync(me, person, cancellationToken) ? Refusal.Conflict("has_grants", "The grants of whoever was archived have to be suspended first, and the caller may not do that.")
            : null;
    }
}
