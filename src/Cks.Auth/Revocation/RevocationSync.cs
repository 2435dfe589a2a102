using Cks.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>Keeps a host's knowledge of revocations up to date: a notice is a hint, the read at each interval the bound.</summary>
internal sealed class RevocationSync(
    Revocations revocations, IOptions<RevocationOptions> options, TimeProvider time, ILogger<RevocationSync> logger, IChangeBus? bus = null, SecurityEvents? events = null)
    : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _running = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.Run(RunAsync, CancellationToken.None);
        try
        {
            await _known.Task.WaitAsync(options.Value.StartupWait, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            AuthLog.StartsWithoutRevocations(logger);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    // Not disposed of itself: the loop may still ask for its token, and it holds nothing that needs it.
    public void Dispose() => _stopping.Cancel();

    private async Task RunAsync()
    {
        IAsyncDisposable? subscription = null;
        using var timer = new PeriodicTimer(options.Value.PullInterval, time);
        var isUnavailable = false;
        try
        {
            do
            {
                // First the subscription, then the read: nothing falls between the two.
                subscription ??= await SubscribeAsync().ConfigureAwait(false);
                isUnavailable = await PullAsync(isUnavailable).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false));
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // The host stops, and whatever was under way with it.
        }

        if (subscription is not null)
            await subscription.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<bool> PullAsync(bool wasUnavailable)
    {
        try
        {
            await revocations.PullAsync(_stopping.Token).ConfigureAwait(false);
            _known.TrySetResult();
            return false;
        }
        catch (Exception e) when (!_stopping.IsCancellationRequested)
        {
            // Read one time: what is known may get too old meanwhile, and then the next try tells of it.
            var isCurrent = revocations.IsCurrent;
            AuthLog.RevocationsNotRead(logger, (e.InnerException ?? e).GetType().Name, isCurrent);
            // Once an outage, not once a try.
            if (!isCurrent && !wasUnavailable)
                events?.Report(SecurityEventKinds.RevocationUnavailable, (e.InnerException ?? e).GetType().Name);
            return !isCurrent;
        }
    }

    private async Task<IAsyncDisposable?> SubscribeAsync() => bus is null ? null : await bus.TrySubscribeAsync(
        Revocations.Topic, (_, ct) => revocations.PullAsync(ct), e => AuthLog.NoNotices(logger, e.GetType().Name), time, _stopping.Token).ConfigureAwait(false);
}
