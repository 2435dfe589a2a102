using Cks.Core;

namespace Cks.Rbac.AuthZen;

/// <summary>Where an application has its subjects. It implements and registers this, with any lifetime.</summary>
public interface ISubjectSource
{
    /// <summary>Those of a tenant that are known, once each and in any order; one call for all of a request. An id that is not known is left out.</summary>
    /// <param name="tenant">The caller's tenant.</param>
    /// <param name="type">Type as requests name it, one that the caller may ask about.</param>
    /// <param name="ids">Ids from a request, distinct.</param>
    /// <param name="cancellationToken">Ends with the request.</param>
    /// <exception cref="Exception">Whatever keeps it from knowing: never "unknown".</exception>
    ValueTask<IReadOnlyList<StoredSubject>> FindAsync(TenantId tenant, string type, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default);

    /// <summary>The next of all in a tenant, for searches, in an order that does not change.</summary>
    /// <param name="tenant">The caller's tenant.</param>
    /// <param name="type">Type as requests name it.</param>
    /// <param name="after">Id behind which to begin; <see langword="null"/> for the first.</param>
    /// <param name="limit">Most that are wanted; fewer mean that there are no more.</param>
    /// <param name="cancellationToken">Ends with the request.</param>
    /// <exception cref="Exception">Whatever keeps it from knowing.</exception>
    ValueTask<IReadOnlyList<StoredSubject>> ListAsync(TenantId tenant, string type, string? after, int limit, CancellationToken cancellationToken = default);
}
