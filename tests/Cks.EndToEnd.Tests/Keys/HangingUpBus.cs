using Cks.Core;
using Microsoft.AspNetCore.Http;

namespace Cks.Tests.Keys;

/// <summary>A bus on which, once it is told to, whoever asked has hung up when it is announced that the owner of keys changed.</summary>
public sealed class HangingUpBus : IChangeBus
{
    private readonly InProcessChangeBus _bus = new();
    private readonly HttpContextAccessor _http = new();

    public bool HangsUp { get; set; }

    public async ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken = default)
    {
        if (HangsUp && notice.Key.StartsWith("owner:", StringComparison.Ordinal) && _http.HttpContext is { } context)
        {
            var gone = new TaskCompletionSource();
            await using var _ = context.RequestAborted.Register(gone.SetResult);
            context.Abort();
            await gone.Task.WaitAsync(cancellationToken);
        }

        await _bus.PublishAsync(notice, cancellationToken);
    }

    public ValueTask<IAsyncDisposable> SubscribeAsync(string topic, Func<ChangeNotice, CancellationToken, ValueTask> handler, CancellationToken cancellationToken = default) => _bus.SubscribeAsync(topic, handler, cancellationToken);
}
