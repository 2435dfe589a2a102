using System.Net.ServerSentEvents;
using Cks.Auth.AspNetCore;
using Cks.HubConfig.AspNetCore;
using Cks.Rbac;
using Cks.Samples.Portal.Work;
using Cks.Scope;

namespace Cks.Samples.Portal.Api;

/// <summary>What the caller hears of, and what of it the caller has put away.</summary>
internal static class ActivityEndpoints
{
    public static void MapActivity(this WebApplication app)
    {
        app.MapGet("/api/activity", async (string? after, HubLimit limit, Subject me, IActivityFeed feed, CancellationToken ct) =>
            await feed.ReadAsync(me, after, limit.Within(ActivityPage.Size), ct) is { } page ? Results.Json(page) : Answers.Refused(Refusal.Invalid("bad_cursor", "The cursor is not one of this feed."))).RequireCaps(Caps.Activity.View).NeverShared();
        app.MapGet("/api/activity/live", (HttpContext http, Subject me, LiveActivity live) => live.TryOpen(http, me)
            ? TypedResults.ServerSentEvents(live.FollowAsync(http, http.GetSessionAborted()))
            : Answers.Refused(new(StatusCodes.Status429TooManyRequests, "too_many_streams", $"{LiveActivity.MostStreams} streams at once are open already."))).Produces<SseItem<ActivityItem>>(contentType: "text/event-stream").RequireCaps(Caps.Activity.View).NeverShared();
        app.MapPost("/api/activity/{id}/dismiss", async (string id, Subject me, IActivityFeed feed, CancellationToken ct) =>
            await feed.DismissAsync(me, id, ct) ? Results.NoContent() : Answers.Refused(Refusal.Outside)).RequireCaps(Caps.Activity.Dismiss);
        app.MapPost("/api/activity/dismiss-all", async (Subject me, IActivityFeed feed, CancellationToken ct) =>
            Results.Json(new { dismissed = await feed.DismissAllAsync(me, ct) })).RequireCaps(Caps.Activity.Dismiss);
    }
}
