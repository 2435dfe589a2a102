namespace Cks.HubConfig;

/// <summary>Holds the widgets of one document to the types. What several widgets share is looked at, and written, once (S30).</summary>
internal sealed class WidgetFitter(WidgetTypes types)
{
    private readonly Dictionary<(IReadOnlyDictionary<string, Core.SourceNode> Options, RegisteredWidget Type), bool> _fits = [];
    private readonly Dictionary<(IReadOnlyDictionary<string, Core.SourceNode> Options, RegisteredWidget Type), ReadOnlyMemory<byte>> _client = [];

    /// <summary>All that is wrong with a widget.</summary>
    public WidgetFit Of(HubWidget widget)
    {
        var (type, faults) = OfType(widget);
        if (type is null)
            return new(null, faults);
        List<WidgetFault> all = [.. faults];
        if (!type.Reads(widget.DataSource))
            all.Add(WidgetFault.UnusableDataSource);
        if (widget.Children.Count > 0 && !type.Type.IsContainer)
            all.Add(WidgetFault.NoContainer);
        if (!Fits(widget, type))
            all.Add(WidgetFault.UnusableOptions);
        return new(type, all);
    }

    /// <summary>What is wrong with its type: of a definition that is all that is known before a widget uses it.</summary>
    public WidgetFit OfType(HubWidget widget) =>
        FaultOfPlugin(widget) is { } missing ? new(null, [missing]) : !types.AreChecked(widget) ? new(null, []) : types.Find(widget.Type) is not { } type ? new(null, [WidgetFault.UnknownType])
        : new(type, widget.Compatible is { } text && VersionRange.TryParse(text, out var range) && !range.Admits(type.Version) ? [WidgetFault.IncompatibleVersion] : []);

    /// <summary>What a browser may see of its options.</summary>
    public ReadOnlyMemory<byte> ClientOptions(HubWidget widget, RegisteredWidget type)
    {
        if (!_client.TryGetValue((widget.Options, type), out var written))
            _client.Add((widget.Options, type), written = WidgetOptions.WriteClient(widget, type));
        return written;
    }

    private WidgetFault? FaultOfPlugin(HubWidget widget) => types.PluginsOf(widget).Select(p => p.Value.Fault).FirstOrDefault(f => f is not null);

    // Widgets of one definition without options of their own have the very same ones.
    private bool Fits(HubWidget widget, RegisteredWidget type)
    {
        if (!_fits.TryGetValue((widget.Options, type), out var fits))
            _fits.Add((widget.Options, type), fits = WidgetOptions.Fit(widget, type));
        return fits;
    }
}
