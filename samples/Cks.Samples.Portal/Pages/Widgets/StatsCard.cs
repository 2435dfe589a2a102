using Cks.HubConfig;
using Cks.Scope;

namespace Cks.Samples.Portal.Pages.Widgets;

/// <summary>The metrics of the viewer's scope.</summary>
internal sealed class StatsCard(IScopeService scopes) : IWidget
{
    public string Type => "stats-card";

    public async Task<Html> WriteAsync(PageRequest page, WidgetView widget, CancellationToken cancellationToken)
    {
        var summary = (await scopes.GetScopeAsync(page.Me, cancellationToken))?.Summary ?? new Dictionary<string, object?>();
        return Html.Of($"""
            <dl class="numbers">{summary.Select(m => Html.Of($"""<div><dt>{Words.Of(m.Key)}</dt><dd data-metric="{m.Key}">{Words.Display(m.Value)}</dd></div>"""))}</dl>
            """);
    }
}
