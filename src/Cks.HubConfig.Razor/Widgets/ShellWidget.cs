namespace Cks.HubConfig.Razor;

/// <summary>What the shell needs of a widget of a view.</summary>
internal sealed record ShellWidget(string Id, string Title, GridArea GridArea, string Renderer, string DataSource, TimeSpan? RefreshInterval, int? MaxItems)
{
    /// <summary>What its type lets the browser see of its options, as JSON; <see langword="null"/> for none.</summary>
    public string? Options { get; init; }

    /// <summary>Why it stands there as the fallback; <see langword="null"/> where it is whole.</summary>
    public string? Fault { get; init; }

    /// <summary>The widgets in it.</summary>
    public IReadOnlyList<ShellWidget> Children { get; init; } = [];

    public static ShellWidget Of(HubWidget widget) =>
        new(widget.Id, widget.Title ?? widget.Id, widget.GridArea, widget.Type, widget.DataSource.Value, widget.RefreshInterval, widget.MaxItems);
}
