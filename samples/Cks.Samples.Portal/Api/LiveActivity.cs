using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Cks.Auth.AspNetCore;
using Cks.Rbac;
using Cks.Scope;

namespace Cks.Samples.Portal.Api;

/// <summary>The caller's feed as it grows. Whether they may still hear is asked by the item (S10), and between items as well: from memory, which forgets when something changes.</summary>
internal sealed class LiveActivity(IActivityFeed feed, ISubjectFactory subjects, IPolicyDecisionPoint decisions, TimeProvider time)
{
    private static readonly TimeSpan Asking = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(2);

    /// <summary>What is in the feed now, and each item that comes, until the session is over or the policy does not permit it any more.</summary>
    public async IAsyncEnumerable<SseItem<ActivityItem>> FollowAsync(HttpContext http, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Asking, time);
        HashSet<string> told = [];
        DateTimeOffset? read = null;
        while (await MayAsync(http, cancellationToken) is { } me)
        {
            if (read is not { } at || time.GetUtcNow() - at >= Reading)
            {
                read = time.GetUtcNow();
                var page = (await feed.ReadAsync(me, cancellationToken: cancellationToken))!.Items;
                foreach (var item in page.Where(i => !told.Contains(i.Id)).Reverse())
                    yield return new(item, "activity") { EventId = item.Id };
                told = [.. page.Select(i => i.Id)];
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    // Who it is now: the subject of the request is as old as the stream.
    private async ValueTask<Subject?> MayAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (!await http.RevalidateSessionAsync(cancellationToken))
            return null;
        var me = await subjects.CreateAsync(http.User, cancellationToken);
        return decisions.Check(me, CapabilityId.Of(Caps.Activity.View)).IsPermitted ? me : null;
    }
}
