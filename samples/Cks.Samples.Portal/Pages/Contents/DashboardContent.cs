using System.Collections.Frozen;
using Cks.Samples.Portal.Pages.Widgets;

namespace Cks.Samples.Portal.Pages.Contents;

/// <summary>The widgets of the hub, and its quick actions.</summary>
internal sealed class DashboardContent(IEnumerable<IWidget> widgets, IServiceProvider services) : IPageContent
{
    private readonly FrozenDictionary<string, IWidget> _byType = widgets.ToFrozenDictionary(w => w.Type, StringComparer.Ordinal);

    public string Path => "/";

    public async Task<Html?> WriteAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var drawn = new List<Html>();
        foreach (var widget in page.View.Widgets)
        {
            var content = _byType.TryGetValue(widget.Type, out var type)
                ? await type.WriteAsync(page, widget, cancellationToken)
                : Html.Of($"<p>This portal cannot draw a widget of type {widget.Type}.</p>");
            drawn.Add(Html.Of($"""
                <section class="widget" id="w-{widget.Id}" aria-labelledby="t-{widget.Id}">
                <h2 id="t-{widget.Id}">{widget.Title ?? Words.Of(widget.Id)}</h2>
                {content}
                </section>
                """));
        }

        // The dashboard is one of the contents itself, so they are asked for late.
        return Html.Of($"""{QuickActions.Write(page, services.GetRequiredService<PageContents>().PathOf)}<div class="grid">{drawn}</div>""");
    }
}
