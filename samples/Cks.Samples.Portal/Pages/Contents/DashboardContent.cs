using System.Collections.Frozen;
using Cks.HubConfig.Razor;
using Cks.Samples.Portal.Pages.Widgets;
using Microsoft.AspNetCore.Components;

namespace Cks.Samples.Portal.Pages.Contents;

/// <summary>The widgets of the hub, with what the server reads for each of them first.</summary>
internal sealed class DashboardContent(IEnumerable<IWidget> widgets) : IPageContent
{
    private readonly FrozenDictionary<string, IWidget> _byType = widgets.ToFrozenDictionary(w => w.Type, StringComparer.Ordinal);

    public string Path => "/";

    public async Task<RenderFragment?> WriteAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var drawn = new Dictionary<string, Html>(StringComparer.Ordinal);
        foreach (var widget in page.View.Widgets)
            if (_byType.TryGetValue(widget.Type, out var type))
                drawn[widget.Id] = await type.WriteAsync(page, widget, cancellationToken);
        return builder =>
        {
            builder.OpenComponent<HubWidgets>(0);
            builder.AddComponentParameter(1, nameof(HubWidgets.Content), (Func<string, RenderFragment?>)(id => drawn.TryGetValue(id, out var html) ? html : null));
            builder.CloseComponent();
        };
    }
}
