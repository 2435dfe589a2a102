using Cks.Core;

namespace Cks.Auth.Tests;

/// <summary>The store in memory, with a count of what is asked of it, a gate for reads and a switch that breaks it.</summary>
internal sealed class CountingApiKeyStore : IApiKeyStore
{
    private readonly InMemoryApiKeyStore _inner = new();
    private int _reads;
    private int _calls;

    public int Reads => Volatile.Read(ref _reads);

    /// <summary>Everything that is a call of a database.</summary>
    public int Calls => Volatile.Read(ref _calls);

    public List<IReadOnlyList<ApiKeyUse>> Touches { get; } = [];

    public bool IsDown { get; set; }

    /// <summary>Holds up what a read has read already.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public async ValueTask<StoredApiKey?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _reads);
        Called();
        var read = await _inner.FindAsync(id, cancellationToken);
        await Gate;
        return read;
    }

    public ValueTask<IReadOnlyList<StoredApiKey>> OfAsync(ApiKeyOwner owner, CancellationToken cancellationToken = default)
    {
        Called();
        return _inner.OfAsync(owner, cancellationToken);
    }

    public IAsyncEnumerable<ApiKeyRecord> HistoryAsync(TenantId tenant, CancellationToken cancellationToken = default) => _inner.HistoryAsync(tenant, cancellationToken);

    public ValueTask ChangeAsync(ApiKeyOwner owner, Func<IReadOnlyList<StoredApiKey>, ApiKeyChange?> decide, CancellationToken cancellationToken = default)
    {
        Called();
        return _inner.ChangeAsync(owner, decide, cancellationToken);
    }

    public ValueTask TouchAsync(IReadOnlyList<ApiKeyUse> uses, CancellationToken cancellationToken = default)
    {
        Called();
        Touches.Add(uses);
        return _inner.TouchAsync(uses, cancellationToken);
    }

    private void Called()
    {
        Interlocked.Increment(ref _calls);
        if (IsDown)
            throw new IOException("The database is down.");
    }
}
