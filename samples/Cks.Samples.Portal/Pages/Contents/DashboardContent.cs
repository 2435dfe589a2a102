using System.Collections.Frozen;
using Cks.HubConfig.Razor;
using Cks.Samples.Portal.Pages.Widgets;
using Microsoft.AspNetCore.Components;

namespace Cks.Samples.Portal.Pages.Contents;

/// <summary>The widgets of the hub, with what the server reads for each of them first.</summary>
internal sealed partial class DashboardContent(IEnumerable<IWidget> widgets, ILogger<DashboardContent> log) : IPageContent
{
    // What all of them may take before the page is sent.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FrozenDictionary<string, IWidget> _byType = widgets.ToFrozenDictionary(w => w.Type, StringComparer.Ordinal);

    public string Path => "/";

    public async Task<RenderFragment?> WriteAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var drawn = new Dictionary<string, Html>(StringComparer.Ordinal);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        foreach (var widget in page.View.Widgets)
            if (widget.Fault is null && _byType.TryGetValue(widget.Type, out var type))
                try
                {
                    drawn[widget.Id] = await type.WriteAsync(page, widget, deadline.Token).WaitAsync(deadline.Token);
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
                {
                    // What is not drawn here its module draws, or says why not; the page stands.
                    Failed(log, widget.Id, exception);
                }
        return builder =>
        {
            builder.OpenComponent<HubWidgets>(0);
            builder.AddComponentParameter(1, nameof(HubWidgets.Content), (Func<string, RenderFragment?>)(id => drawn.TryGetValue(id, out var html) ? html : null));
            builder.CloseComponent();
        };
    }

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning, Message = "The widget {Widget} was not drawn by the server")]
    private static partial void Failed(ILogger logger, string widget, Exception exception);
}
