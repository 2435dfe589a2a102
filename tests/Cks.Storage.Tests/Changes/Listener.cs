using System.Collections.Concurrent;
using Cks.Core;

namespace Cks.Storage.Tests;

/// <summary>A subscriber that remembers what it hears.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private IAsyncDisposable? _subscription;

    public ConcurrentQueue<ChangeNotice> Heard { get; } = [];

    public static async Task<Listener> OnAsync(IChangeBus bus, string topic, CancellationToken cancellationToken = default)
    {
        var listener = new Listener();
        listener._subscription = await bus.SubscribeAsync(topic, (notice, _) => { listener.Heard.Enqueue(notice); return default; }, cancellationToken);
        return listener;
    }

    /// <summary>Waits, generously, until something is so.</summary>
    public static async Task UntilAsync(Func<bool> isSo, string what)
    {
        for (var i = 0; i < 3_000; i++)
        {
            if (isSo())
                return;
            await Task.Delay(20);
        }

        Assert.Fail(what);
    }

    public Task UntilAsync(Func<ChangeNotice, bool> isIt) => UntilAsync(() => Heard.Any(isIt), "A notice does not arrive.");

    public ValueTask DisposeAsync() => _subscription!.DisposeAsync();
}
