namespace Cks.Core;

/// <summary>Subscribing to a bus that may be away or not answer: it is waited for so long and no longer, and nobody's start or read waits with it.</summary>
internal static class BusSubscribing
{
    /// <summary>How long a bus may take to answer, and after how long it is asked again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Subscribes once.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="heard">Receives the notices.</param>
    /// <param name="failed">Is told why there is no subscription.</param>
    /// <param name="time">The clock of the wait.</param>
    /// <param name="stopping">Ends with the host; then it throws.</param>
    /// <returns>The subscription; <see langword="null"/> where the bus did not give one.</returns>
    public static async Task<IAsyncDisposable?> TrySubscribeAsync(
        this IChangeBus bus, string topic, Func<ChangeNotice, CancellationToken, ValueTask> heard, Action<Exception> failed, TimeProvider time, CancellationToken stopping)
    {
        try
        {
            using var timeout = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
            return await bus.SubscribeAsync(topic, heard, either.Token).AsTask().WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            failed(e);
            return null;
        }
    }
}
