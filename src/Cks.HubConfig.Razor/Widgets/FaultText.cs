using System.Text.Json;

namespace Cks.HubConfig.Razor;

/// <summary>What a page says where a widget cannot be shown.</summary>
internal static class FaultText
{
    /// <summary>Nothing draws the widget, neither here nor in the browser.</summary>
    public const string NoRenderer = "no_renderer";

    /// <summary>The server failed to draw the widget.</summary>
    public const string Drawing = "drawing";

    /// <summary>A fault as the view's JSON writes it.</summary>
    public static string? CodeOf(WidgetFault? fault) => fault is { } one ? JsonNamingPolicy.SnakeCaseLower.ConvertName(one.ToString()) : null;

    /// <summary>A fault for people.</summary>
    public static string Of(string code) => code switch
    {
        NoRenderer => "Nothing here draws this part.",
        Drawing => "This part could not be drawn. Load the page again later.",
        "unknown_type" => "This part comes with something that is not installed here.",
        "incompatible_version" => "This part needs another version of what is installed here.",
        "plugin_failed" => "This part does not work at the moment.",
        "plugin_slow" => "This part takes too long at the moment.",
        "plugin_off" => "This part is switched off here.",
        _ => "This part is not set up in a way that can be shown.",
    };
}
