using System.Collections.Concurrent;
using Cks.Core;

namespace Cks.Testing;

/// <summary>
/// What every <see cref="IChangeBus"/> must do, as methods that a test of any framework calls. Each takes the bus of whoever publishes and the bus of whoever listens: the same one, or those of two hosts. It throws
/// <see cref="InvalidOperationException"/> where it is not held.
/// </summary>
public static class ChangeBusContract
{
    private const string Topic = "cks.contract";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>A subscriber receives the notices of its topic, in their order, and no others.</summary>
    public static async Task ATopicArrivesInOrderAsync(IChangeBus from, IChangeBus to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var heard = new ConcurrentQueue<string>();
        var subscription = await ListenAsync(to, heard, cancellationToken).ConfigureAwait(false);
        await using (subscription.ConfigureAwait(false))
        {
            await from.PublishAsync(new("cks.other", "x"), cancellationToken).ConfigureAwait(false);
            foreach (var key in Enumerable.Range(0, 50))
                await from.PublishAsync(new(Topic, $"{key}"), cancellationToken).ConfigureAwait(false);
            await UntilAsync(() => heard.Contains("49"), cancellationToken).ConfigureAwait(false);
        }

        Hold(heard.SequenceEqual(Enumerable.Range(0, 50).Select(n => $"{n}")), $"All of the topic, in order, and nothing else: {string.Join(' ', heard)}.");
    }

    /// <summary>A notice arrives as it was published, whatever its key is: the longest, and every character that a text can have.</summary>
    public static async Task ANoticeArrivesWholeAsync(IChangeBus from, IChangeBus to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ChangeNotice[] notices =
        [
            new(Topic, " "), new(Topic, "a b 3 c", "1 2"), new(Topic, "\n\r\t'\"\\"), new(Topic, "\0", "\0"), new(Topic, "\ud800"), new(Topic, "\ud83d\ude00", "\u00e9"), new(Topic, "20:https://login.examplebob"),
            new(Topic, new string('\u6f22', ChangeNotice.LongestKey), new string('\u6f22', ChangeNotice.LongestVersion)), new(Topic, new string('\udfff', ChangeNotice.LongestKey), new string('\udfff', ChangeNotice.LongestVersion)),
        ];
        var heard = new ConcurrentQueue<ChangeNotice>();
        var subscription = await to.SubscribeAsync(Topic, (notice, _) => { heard.Enqueue(notice); return ValueTask.CompletedTask; }, cancellationToken).ConfigureAwait(false);
        await using (subscription.ConfigureAwait(false))
        {
            foreach (var notice in notices)
                await from.PublishAsync(notice, cancellationToken).ConfigureAwait(false);
            await UntilAsync(() => heard.Count >= notices.Length, cancellationToken).ConfigureAwait(false);
            await from.PublishAsync(ChangeNotice.Resynchronize(Topic), cancellationToken).ConfigureAwait(false);
            await UntilAsync(() => heard.Any(n => n.IsResynchronize), cancellationToken).ConfigureAwait(false);
        }

        Hold(heard.Take(notices.Length).SequenceEqual(notices), "Key and version are read as they were published.");
        Hold(heard.Count == notices.Length + 1, "A call to read everything again is one notice.");
    }

    /// <summary>What is published after a subscription is done is received, however soon.</summary>
    public static async Task WhatFollowsASubscriptionIsReceivedAsync(IChangeBus from, IChangeBus to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        for (var i = 0; i < 20; i++)
        {
            var heard = new ConcurrentQueue<string>();
            var subscription = await ListenAsync(to, heard, cancellationToken).ConfigureAwait(false);
            await using (subscription.ConfigureAwait(false))
            {
                await from.PublishAsync(new(Topic, "now"), cancellationToken).ConfigureAwait(false);
                await UntilAsync(() => heard.Contains("now"), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A subscriber that throws or never returns holds up nobody else; one that has ended hears nothing more.</summary>
    public static async Task ASubscriberHoldsUpNobodyAsync(IChangeBus from, IChangeBus to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var (heard, ended) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        var throwing = await to.SubscribeAsync(Topic, (_, _) => throw new IOException(), cancellationToken).ConfigureAwait(false);
        var slow = await to.SubscribeAsync(Topic, async (_, ending) => await Task.Delay(Timeout.Infinite, ending).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        var gone = await ListenAsync(to, ended, cancellationToken).ConfigureAwait(false);
        await gone.DisposeAsync().ConfigureAwait(false);
        var subscription = await ListenAsync(to, heard, cancellationToken).ConfigureAwait(false);
        await using (throwing.ConfigureAwait(false))
        await using (slow.ConfigureAwait(false))
        await using (subscription.ConfigureAwait(false))
        {
            foreach (var key in (string[])["a", "b"])
            {
                await from.PublishAsync(new(Topic, key), cancellationToken).ConfigureAwait(false);
                await UntilAsync(() => heard.Contains(key), cancellationToken).ConfigureAwait(false);
            }
        }

        Hold(ended.IsEmpty, "What has ended hears nothing more.");
    }

    private static ValueTask<IAsyncDisposable> ListenAsync(IChangeBus bus, ConcurrentQueue<string> heard, CancellationToken cancellationToken) =>
        bus.SubscribeAsync(Topic, (notice, _) => { heard.Enqueue(notice.Key); return ValueTask.CompletedTask; }, cancellationToken);

    private static async Task UntilAsync(Func<bool> isSo, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        while (!isSo())
        {
            Hold(!limit.IsCancellationRequested || cancellationToken.IsCancellationRequested, "A notice does not arrive.");
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Delay(10, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static void Hold(bool isHeld, string what)
    {
        if (!isHeld)
            throw new InvalidOperationException(what);
    }
}
