using Cks.HubConfig;
using Cks.Samples.Portal.Moves;
using Cks.Samples.Portal.Pages.Contents;
using Cks.Scope;

namespace Cks.Samples.Portal.Pages.Widgets;

/// <summary>How much there is of everything.</summary>
internal sealed class DirectoryCountsWidget(IScopeService scopes, Reach reach) : IWidget
{
    public string Type => "directory-counts";

    public Task<Html> WriteAsync(PageRequest page, WidgetView widget, CancellationToken cancellationToken) => DirectoryContent.CountsAsync(page, scopes, reach, "/directory", cancellationToken);
}
