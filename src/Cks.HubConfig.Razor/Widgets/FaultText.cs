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
    public static string Of(string code, HubShellTexts texts) => code switch
    {
        NoRenderer => texts.NothingDraws,
        Drawing => texts.NotDrawn,
        "unknown_type" => texts.NotInstalled,
        "incompatible_version" => texts.OtherVersion,
        "plugin_failed" => texts.Broken,
        "plugin_slow" => texts.Slow,
        "plugin_off" => texts.SwitchedOff,
        _ => texts.NotSetUp,
    };
}
