using Cks.Core;

namespace Cks.Auth;

/// <summary>
/// Keeps API keys and their audit rows, for all hosts of an application. The default keeps them in memory of one process. An exception is a broken machine, never an unknown key; nothing is retried here.
/// Implementations are held to <c>ApiKeyStoreContract</c> of Cks.Testing.
/// </summary>
public interface IApiKeyStore
{
    /// <summary>A key by its id, compared ordinally; one that is over as well. <see langword="null"/>: there is none.</summary>
    ValueTask<StoredApiKey?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Every key of an owner, those that are over as well, ordered by id.</summary>
    ValueTask<IReadOnlyList<StoredApiKey>> OfAsync(ApiKeyOwner owner, CancellationToken cancellationToken = default);

    /// <summary>The audit rows of a tenant, oldest first.</summary>
    IAsyncEnumerable<ApiKeyRecord> HistoryAsync(TenantId tenant, CancellationToken cancellationToken = default);

    /// <summary>
    /// Decides about a change of an owner's keys and writes it with its audit row, in one transaction (S29):
    /// <list type="number">
    /// <item>locks the owner, so that changes of their keys take turns, on all hosts;</item>
    /// <item>reads their keys, ordered by id;</item>
    /// <item>asks <paramref name="decide"/>, which waits for nothing and may be asked again when the transaction has to be repeated: the last answer counts;</item>
    /// <item>writes all of the answer, or nothing where it is <see langword="null"/>. Done when it is durable. <see cref="ApiKey.LastUsedAt"/> of a written key is ignored: what stands there stays.</item>
    /// </list>
    /// </summary>
    /// <param name="owner">Whose keys; all that is written is theirs.</param>
    /// <param name="decide">Says what to write. What it throws comes through, and nothing is written.</param>
    /// <param name="cancellationToken">Gives up; what is written stays.</param>
    ValueTask ChangeAsync(ApiKeyOwner owner, Func<IReadOnlyList<StoredApiKey>, ApiKeyChange?> decide, CancellationToken cancellationToken = default);

    /// <summary>Notes when keys were used, unless a later time stands there already. Unknown ids are passed over. Written in one go, and of no consequence when it is lost.</summary>
    ValueTask TouchAsync(IReadOnlyList<ApiKeyUse> uses, CancellationToken cancellationToken = default);
}
