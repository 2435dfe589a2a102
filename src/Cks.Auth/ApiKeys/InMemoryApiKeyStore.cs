using System.Runtime.CompilerServices;
using Cks.Core;

namespace Cks.Auth;

/// <summary>The API keys of a single process, which are lost with it. Thread-safe.</summary>
public sealed class InMemoryApiKeyStore : IApiKeyStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StoredApiKey> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<ApiKeyOwner, SortedSet<string>> _owners = [];
    private readonly List<ApiKeyRecord> _records = [];

    /// <inheritdoc/>
    public ValueTask<StoredApiKey?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return new(_keys.GetValueOrDefault(id));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredApiKey>> OfAsync(ApiKeyOwner owner, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(owner);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return new(Of(owner));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ApiKeyRecord> HistoryAsync(TenantId tenant, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ApiKeyRecord[] all;
        lock (_gate)
            all = [.. _records.Where(r => r.Owner.Tenant == tenant)];
        foreach (var one in all)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return one;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask ChangeAsync(ApiKeyOwner owner, Func<IReadOnlyList<StoredApiKey>, ApiKeyChange?> decide, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(decide);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (decide(Of(owner)) is { } change)
                Write(owner, change);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask TouchAsync(IReadOnlyList<ApiKeyUse> uses, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(uses);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            foreach (var use in uses)
                if (_keys.TryGetValue(use.KeyId, out var stored) && !(stored.Key.LastUsedAt >= use.At))
                    _keys[use.KeyId] = stored with { Key = stored.Key with { LastUsedAt = use.At } };
        }

        return ValueTask.CompletedTask;
    }

    private StoredApiKey[] Of(ApiKeyOwner owner) => _owners.TryGetValue(owner, out var ids) ? [.. ids.Select(id => _keys[id])] : [];

    private void Write(ApiKeyOwner owner, ApiKeyChange change)
    {
        if (!_owners.TryGetValue(owner, out var ids))
            _owners[owner] = ids = new(StringComparer.Ordinal);
        foreach (var written in change.Written)
        {
            var id = written.Key.Id;
            if (written.Key.Owner != owner || (_keys.ContainsKey(id) && !ids.Contains(id)))
                throw new InvalidOperationException("A change writes keys of its owner alone.");
        }

        foreach (var written in change.Written)
        {
            ids.Add(written.Key.Id);
            _keys[written.Key.Id] = written with { Key = written.Key with { LastUsedAt = _keys.GetValueOrDefault(written.Key.Id)?.Key.LastUsedAt } };
        }

        foreach (var id in change.Removed.Where(ids.Remove))
            _keys.Remove(id);
        if (change.Record is not null)
            _records.Add(change.Record);
    }
}
