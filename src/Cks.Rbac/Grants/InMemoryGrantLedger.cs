using System.Runtime.CompilerServices;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>The grants of a single process, which are lost with it. Thread-safe.</summary>
public sealed class InMemoryGrantLedger : IGrantLedger
{
    private readonly Lock _gate = new();
    private readonly GrantBook _book;

    /// <summary>A ledger without a grant.</summary>
    public InMemoryGrantLedger()
        : this([])
    {
    }

    /// <summary>A ledger that begins with grants that nobody judged: the first ones of an application.</summary>
    /// <exception cref="ArgumentException">Two have the same id.</exception>
    public InMemoryGrantLedger(IEnumerable<Grant> grants) => _book = new(grants, []);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Grant>> OfAsync(string issuer, string subjectId, TenantId tenant, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return new(_book.Of(new(issuer, subjectId), tenant));
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Grant> InAsync(TenantId tenant, CancellationToken cancellationToken = default) => ListAsync(b => b.In(tenant), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<TenantId>> TenantsOfAsync(string issuer, string subjectId, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return new(_book.TenantsOf(new(issuer, subjectId), at));
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<GrantRecord> HistoryAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        ListAsync(b => b.HistoryOf(tenant), cancellationToken);

    /// <inheritdoc/>
    public ValueTask ChangeAsync(TenantId tenant, PersonId grantor, PersonId grantee, Func<GrantsHeld, GrantChange?> decide, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decide);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (decide(new(_book.Of(grantor, tenant), _book.Of(grantee, tenant))) is { } change)
                _book.Write(change);
        }

        return ValueTask.CompletedTask;
    }

    private async IAsyncEnumerable<T> ListAsync<T>(Func<GrantBook, T[]> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        T[] all;
        lock (_gate)
            all = read(_book);
        foreach (var one in all)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return one;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }
}
