using Cks.HubConfig;

namespace Cks.Samples.Portal.Pages.Widgets;

/// <summary>Draws the widgets of one type.</summary>
internal interface IWidget
{
    /// <summary>The type, as hub documents name it.</summary>
    string Type { get; }

    /// <summary>Draws one.</summary>
    Task<Html> WriteAsync(PageRequest page, WidgetView widget, CancellationToken cancellationToken);
}
