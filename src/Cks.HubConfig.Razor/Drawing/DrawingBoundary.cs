using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.Logging;

namespace Cks.HubConfig.Razor;

/// <summary>What the server draws of one widget: where that throws, the widget says so, and the page stands.</summary>
internal sealed class DrawingBoundary(ILogger<DrawingBoundary> log) : ErrorBoundaryBase
{
    [CascadingParameter]
    public required HubPage Page { get; set; }

    /// <summary>The widget.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    protected override Task OnErrorAsync(Exception exception)
    {
        ShellLog.DrawingFailed(log, Id, exception);
        return Task.CompletedTask;
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (CurrentException is null)
        {
            builder.AddContent(0, ChildContent);
            return;
        }

        builder.OpenElement(1, "p");
        builder.AddAttribute(2, "class", "cks-fallback");
        builder.AddAttribute(3, "data-fault", FaultText.Drawing);
        builder.AddContent(4, FaultText.Of(FaultText.Drawing, Page.Texts));
        builder.CloseElement();
    }
}
