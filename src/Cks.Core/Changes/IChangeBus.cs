namespace Cks.Core;

/// <summary>
/// Tells others that something changed. A notice is a hint, never the only truth: it is delivered at most once and may be lost, so that whoever needs a bound on staleness also pulls.
/// <list type="bullet">
/// <item>A subscriber receives one notice at a time, those of its topic in the order in which they were published.</item>
/// <item>Of notices with one key that wait for a slow subscriber it receives the last; when too many keys wait, it receives <see cref="ChangeNotice.IsResynchronize"/> in their place.</item>
/// <item>A slow or throwing subscriber holds up neither publishers nor other subscribers.</item>
/// <item>A bus that loses its connection publishes <see cref="ChangeNotice.Resynchronize"/> to its subscribers when it has it again.</item>
/// </list>
/// </summary>
public interface IChangeBus
{
    /// <summary>Announces a change. Done when the bus has the notice, not when anybody received it. Publish after the change is committed.</summary>
    ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken = default);

    /// <summary>Listens to a topic. What is published after this is done is received; read the present state then, not before.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="handler">Receives the notices. Its token is cancelled when the subscription ends. What it throws is reported and goes no further; the notice is not repeated.</param>
    /// <param name="cancellationToken">Gives up subscribing; ends no subscription.</param>
    /// <returns>Ends the subscription when disposed of: no further notice is delivered. Does not wait for one that is being handled, so that a handler may end its own subscription.</returns>
    ValueTask<IAsyncDisposable> SubscribeAsync(string topic, Func<ChangeNotice, CancellationToken, ValueTask> handler, CancellationToken cancellationToken = default);
}
