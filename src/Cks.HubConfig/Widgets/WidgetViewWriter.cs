using System.Text.Json;

namespace Cks.HubConfig;

/// <summary>The JSON form of a widget of a view.</summary>
internal static class WidgetViewWriter
{
    public static void Write(Utf8JsonWriter json, WidgetView widget)
    {
        json.WriteStartObject();
        json.WriteString("id", widget.Id);
        json.WriteString("type", widget.Type);
        if (widget.Title is { } title)
            json.WriteString("title", title);
        json.WriteString("gridArea", widget.GridArea.ToString());
        if (!widget.DataSource.IsNone)
            json.WriteString("dataSource", widget.DataSource.Value);
        if (widget.RefreshInterval is { } interval)
            json.WriteNumber("refreshInterval", (long)interval.TotalMilliseconds);
        if (widget.MaxItems is { } maxItems)
            json.WriteNumber("maxItems", maxItems);
        if (widget.Renderer is { } renderer)
            json.WriteString("renderer", renderer);
        if (!widget.Options.IsEmpty)
        {
            json.WritePropertyName("options");
            // Written by this package, with the escaping of the writer.
            json.WriteRawValue(widget.Options.Span, skipInputValidation: true);
        }

        if (widget.Children.Count > 0)
        {
            json.WriteStartArray("children");
            foreach (var child in widget.Children)
                Write(json, child);
            json.WriteEndArray();
        }

        if (widget.Fault is { } fault)
            json.WriteString("fault", TextOf(fault));
        json.WriteEndObject();
    }

    /// <summary>The stable text of a fault.</summary>
    public static string TextOf(WidgetFault fault) => fault switch
    {
        WidgetFault.UnknownType => "unknown_type",
        WidgetFault.IncompatibleVersion => "incompatible_version",
        WidgetFault.UnusableOptions => "unusable_options",
        WidgetFault.UnusableDataSource => "unusable_data_source",
        WidgetFault.NoContainer => "no_container",
        WidgetFault.PluginOff => "plugin_off",
        WidgetFault.PluginRefused => "plugin_refused",
        WidgetFault.PluginFailed => "plugin_failed",
        _ => "plugin_slow",
    };
}
