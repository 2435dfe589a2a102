using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>Loads the data of the widgets of views that plugins have data for.</summary>
public interface IHubData
{
    /// <summary>Loads the data of widgets of somebody's own view: all data loaders at once, each for all of its widgets, and none for longer than <see cref="HubPluginOptions.LoadWithin"/>. Nothing of it is kept.</summary>
    /// <param name="subject">Who asks.</param>
    /// <param name="widgets">Ids of widgets; one that their view does not have is left out without a word. <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What there is, in the order of the view: of widgets that read from a plugin, and of those that stand as the fallback for one. <see langword="null"/> for who has no hub.</returns>
    ValueTask<IReadOnlyList<HubWidgetData>?> LoadAsync(Subject subject, IReadOnlyCollection<string>? widgets = null, CancellationToken cancellationToken = default);
}
