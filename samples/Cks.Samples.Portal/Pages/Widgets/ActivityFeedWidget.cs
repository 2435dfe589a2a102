using Cks.HubConfig;
using Cks.Samples.Portal.Pages.Contents;
using Cks.Scope;

namespace Cks.Samples.Portal.Pages.Widgets;

/// <summary>The newest of what the viewer hears of.</summary>
internal sealed class ActivityFeedWidget(IActivityFeed feed) : IWidget
{
    public string Type => "activity-feed";

    public async Task<Html> WriteAsync(PageRequest page, WidgetView widget, CancellationToken cancellationToken)
    {
        if (await feed.ReadAsync(page.Me, limit: widget.MaxItems ?? ActivityPage.Size, cancellationToken: cancellationToken) is not { } shown || shown is { Items.Count: 0, Next: null })
            return Html.Of($"<p>There is nothing new.</p>");
        return Html.Of($"""
            <ul>{shown.Items.Select(item => Html.Of($"""<li data-activity="{item.Id}">{ActivityContent.Item(item)}</li>"""))}</ul>
            <p><a href="{page.Link("/activity")}">All activity</a></p>
            """);
    }
}
