using System.Collections.Concurrent;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Cks.Auth.AspNetCore;
using Cks.Rbac;
using Cks.Scope;

namespace Cks.Samples.Portal.Api;

/// <summary>The caller's feed as it grows. Whether they may still hear is asked before each item (S10), and between items as well: from memory, which forgets when something changes.</summary>
internal sealed class LiveActivity(IActivityFeed feed, ISubjectFactory subjects, IPolicyDecisionPoint decisions, TimeProvider time)
{
    /// <summary>Most streams at once of a person, and of each key of theirs, on this host.</summary>
    public const int MostStreams = 4;

    private const int MostPages = 20;
    private static readonly TimeSpan Asking = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<(string Issuer, string Id, string Credential), int> _open = new();

    /// <summary>Counts a stream until the request has ended.</summary>
    /// <returns>Whether it may begin.</returns>
    public bool TryOpen(HttpContext http, Subject me)
    {
        var key = (me.Issuer, me.Id, me.Credential);
        if (_open.AddOrUpdate(key, 1, (_, n) => n + 1) > MostStreams)
        {
            Close(key);
            return false;
        }

        http.Response.OnCompleted(() =>
        {
            Close(key);
            return Task.CompletedTask;
        });
        return true;
    }

    /// <summary>What is in the feed now, or what came after the item that the client had last, and each item that comes, until the session is over or the policy does not permit it any more.</summary>
    public async IAsyncEnumerable<SseItem<ActivityItem>> FollowAsync(HttpContext http, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Asking, time);
        var told = new ToldActivity(TimeOf(http.Request.Headers["Last-Event-ID"]));
        DateTimeOffset? read = null;
        while (await MayAsync(http, cancellationToken) is { } me)
        {
            if (read is not { } at || time.GetUtcNow() - at >= Reading)
            {
                var now = time.GetUtcNow();
                read = now;
                foreach (var item in await NewsAsync(me, told, cancellationToken))
                {
                    // Whoever reads slowly is told what holds when they read.
                    if (await MayAsync(http, cancellationToken) is null)
                        yield break;
                    if (time.GetUtcNow() - now >= Reading)
                        break;
                    told.Add(item);
                    yield return new(item, "activity") { EventId = string.Create(CultureInfo.InvariantCulture, $"{item.CreatedAt.UtcTicks}-{item.Id}") };
                }
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>What was not told yet, the oldest first.</summary>
    private async Task<IEnumerable<ActivityItem>> NewsAsync(Subject me, ToldActivity told, CancellationToken cancellationToken)
    {
        List<ActivityItem> news = [];
        string? next = null;
        for (var pages = 0; pages < MostPages && await feed.ReadAsync(me, next, cancellationToken: cancellationToken) is { } page; pages++)
        {
            next = told.Begin(page) ? null : page.Next;
            news.AddRange(page.Items.Where(told.IsNews));
            if (next is null || page.Items.Any(told.IsPast))
                break;
        }

        return Enumerable.Reverse(news);
    }

    private void Close((string, string, string) key)
    {
        if (_open.AddOrUpdate(key, 0, (_, n) => n - 1) == 0)
            _open.TryRemove(new(key, 0));
    }

    private static DateTimeOffset? TimeOf(string? eventId) =>
        eventId?.Split('-')[0] is { } ticks && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.UtcTicks ? new(at, TimeSpan.Zero) : null;

    // Who it is now: the subject of the request is as old as the stream.
    private async ValueTask<Subject?> MayAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (!await http.RevalidateSessionAsync(cancellationToken))
            return null;
        var me = await subjects.CreateAsync(http.User, cancellationToken);
        return decisions.Check(me, CapabilityId.Of(Caps.Activity.View)).IsPermitted ? me : null;
    }
}
