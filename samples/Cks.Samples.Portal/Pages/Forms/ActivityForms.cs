using Cks.Rbac;
using Cks.Samples.Portal.Work;
using Cks.Scope;

namespace Cks.Samples.Portal.Pages.Forms;

/// <summary>What of the feed is put away.</summary>
internal static class ActivityForms
{
    private const string Page = "/activity";

    public static void Map(RouteGroupBuilder forms)
    {
        forms.MapPost("/activity/{id}/dismiss", async (string id, FormValues form, Subject me, IActivityFeed feed, FormAnswer answer, CancellationToken ct) =>
            answer.Of<string>(form, await feed.DismissAsync(me, id, ct) ? id : Refusal.Outside, "activity-dismissed", Page)).RequireCaps(Caps.Activity.Dismiss);
        forms.MapPost("/activity/dismiss-all", async (FormValues form, Subject me, IActivityFeed feed, FormAnswer answer, CancellationToken ct) =>
        {
            await feed.DismissAllAsync(me, ct);
            return answer.Of<string>(form, me.Code, "activity-all-dismissed", Page);
        }).RequireCaps(Caps.Activity.Dismiss);
    }
}
