using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Holds the widgets of one document to the types. What several widgets share is looked at, and written, once (S30).</summary>
internal sealed class WidgetFitter(WidgetTypes types)
{
    private readonly Dictionary<(IReadOnlyDictionary<string, SourceNode> Options, RegisteredWidget Type), bool> _fits = [];
    private readonly Dictionary<(IReadOnlyDictionary<string, SourceNode> Options, RegisteredWidget Type), ReadOnlyMemory<byte>> _client = [];

    private readonly Dictionary<(IReadOnlyDictionary<string, SourceNode> Options, RegisteredWidget Type, VersionRange Written), (IReadOnlyDictionary<string, SourceNode> Options, IReadOnlyList<SourceNode> Conflicts)> _carried = [];

    /// <summary>All that is wrong with a widget.</summary>
    public WidgetFit Of(HubWidget widget)
    {
        var fit = OfType(widget);
        if (fit.Type is not { } type)
            return fit;
        List<WidgetFault> all = [.. fit.Faults];
        if (!type.Reads(widget.DataSource))
            all.Add(WidgetFault.UnusableDataSource);
        if (widget.Children.Count > 0 && !type.Type.IsContainer)
            all.Add(WidgetFault.NoContainer);
        if (fit.Conflicts.Count > 0 || !Fits(fit.Widget, type))
            all.Add(WidgetFault.UnusableOptions);
        return fit with { Faults = all };
    }

    /// <summary>What is wrong with its type: of a definition that is all that is known before a widget uses it.</summary>
    public WidgetFit OfType(HubWidget widget)
    {
        if (FaultOfPlugin(widget) is { } missing)
            return new(null, [missing], widget, []);
        if (!types.AreChecked(widget))
            return new(null, [], widget, []);
        if (types.Find(widget.Type) is not { } type)
            return new(null, [WidgetFault.UnknownType], widget, []);
        if (widget.Compatible is not { } text || !VersionRange.TryParse(text, out var written) || written.Admits(type.Version))
            return new(type, [], widget, []);
        return type.Migrations.Lead(written) ? Carried(widget, type, written) : new(type, [WidgetFault.IncompatibleVersion], widget, []);
    }

    /// <summary>What a browser may see of its options.</summary>
    public ReadOnlyMemory<byte> ClientOptions(HubWidget widget, RegisteredWidget type)
    {
        if (!_client.TryGetValue((widget.Options, type), out var written))
            _client.Add((widget.Options, type), written = WidgetOptions.WriteClient(widget, type));
        return written;
    }

    private WidgetFit Carried(HubWidget widget, RegisteredWidget type, VersionRange written)
    {
        if (!_carried.TryGetValue((widget.Options, type, written), out var carried))
        {
            var conflicts = new List<SourceNode>();
            _carried.Add((widget.Options, type, written), carried = (type.Migrations.Carry(widget.Options, written, conflicts), conflicts));
        }

        return new(type, [], widget with { Options = carried.Options }, carried.Conflicts);
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
