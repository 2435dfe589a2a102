using Cks.Scope;
using Microsoft.AspNetCore.Components;

namespace Cks.Samples.Portal.Pages.Contents;

/// <summary>What the viewer hears of, and the buttons that put it away.</summary>
internal sealed class ActivityContent(IActivityFeed feed) : IPageContent
{
    public string Path => "/activity";

    public async Task<RenderFragment?> WriteAsync(PageRequest page, CancellationToken cancellationToken)
    {
        if (await feed.ReadAsync(page.Me, page[PageAddress.After], cancellationToken: cancellationToken) is not { } shown)
            return PageLists.Missing(page, ScopeListReason.BadCursor);
        if (shown.Items.Count == 0)
            return Html.Of($"<p>There is nothing here.</p>");
        return Html.Of($"""
            {page.Form("/activity/dismiss-all", "Dismiss all")}
            <ul class="feed" aria-label="{page.Current.Label}">
            {shown.Items.Select(item => Html.Of($"""<li data-activity="{item.Id}"><div>{Item(item)}</div>{page.Form($"/activity/{Uri.EscapeDataString(item.Id)}/dismiss", "Dismiss", of: item.Description)}</li>"""))}
            </ul>
            {PageLists.Turn(page, shown.Next)}
            """);
    }

    /// <summary>One item as text.</summary>
    public static Html Item(ActivityItem item) => Html.Of($"""<span dir="auto">{item.Description}</span><br><span class="note">{Words.Of(item.Category)}, {Words.Display(item.CreatedAt)}</span>""");
}
