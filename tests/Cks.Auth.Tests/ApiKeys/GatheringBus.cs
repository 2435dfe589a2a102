using Cks.Core;

namespace Cks.Auth.Tests;

/// <summary>Takes no notice until so many are under way.</summary>
internal sealed class GatheringBus(int gather) : IChangeBus
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();

    public List<ChangeNotice> Notices { get; } = [];

    public ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            Notices.Add(notice);
            if (Notices.Count >= gather)
                _all.TrySetResult();
        }

        return new(_all.Task);
    }

    public ValueTask<IAsyncDisposable> SubscribeAsync(string topic, Func<ChangeNotice, CancellationToken, ValueTask> handler, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
