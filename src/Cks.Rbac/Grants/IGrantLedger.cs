using Cks.Core;

namespace Cks.Rbac;

/// <summary>
/// Keeps grants and the history of their changes, for all hosts of an application. Whatever throws is a broken machine: never an empty answer in its place, and nothing is retried here. An implementation is held
/// to <c>GrantLedgerContract</c> of Cks.Testing.
/// </summary>
public interface IGrantLedger : IGrantStore
{
    /// <summary>Every grant in a tenant, ordered by issuer, subject and id: for lists, and for who can do what.</summary>
    IAsyncEnumerable<Grant> InAsync(TenantId tenant, CancellationToken cancellationToken = default);

    /// <summary>The tenants in which a person has a role or a permit that is in force and not suspended, ordered by name.</summary>
    ValueTask<IReadOnlyList<TenantId>> TenantsOfAsync(string issuer, string subjectId, DateTimeOffset at, CancellationToken cancellationToken = default);

    /// <summary>The audit rows of a tenant, oldest first.</summary>
    IAsyncEnumerable<GrantRecord> HistoryAsync(TenantId tenant, CancellationToken cancellationToken = default);

    /// <summary>
    /// Decides about a change and writes it with its audit row, in one transaction (S17, S29):
    /// <list type="number">
    /// <item>locks the rows of both persons in the tenant, in an order that does not depend on who is who, so that two who grant to each other never wait for each other;</item>
    /// <item>reads what both have now;</item>
    /// <item>asks <paramref name="decide"/>, which waits for nothing and may be asked again when the transaction has to be repeated: the last answer counts;</item>
    /// <item>writes all of the answer, or nothing where it is <see langword="null"/>. Done when it is durable.</item>
    /// </list>
    /// A change of somebody's grants that is under way is thereby over, or has not begun, when they are asked for what they may give.
    /// </summary>
    /// <param name="tenant">Where.</param>
    /// <param name="grantor">Who asks for the change.</param>
    /// <param name="grantee">Whose grants change; may be the same person.</param>
    /// <param name="decide">Says what to write.</param>
    /// <param name="cancellationToken">Gives up; what is written stays.</param>
    ValueTask ChangeAsync(TenantId tenant, PersonId grantor, PersonId grantee, Func<GrantsHeld, GrantChange?> decide, CancellationToken cancellationToken = default);
}
