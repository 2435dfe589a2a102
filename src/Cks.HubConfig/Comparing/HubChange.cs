namespace Cks.HubConfig;

/// <summary>One difference between two hubs.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Risk">What it can do.</param>
/// <param name="Pointer">What it happened to, with items of lists by their ids: <c>/dashboard/widgets[id=stats]/title</c>. A whole item that is new or gone is one change.</param>
/// <param name="Text">The change in words: <c>title of widget "stats" is now "Numbers", and was not there</c>. Long values are cut.</param>
/// <param name="Before">The value before as JSON; <see langword="null"/> where it is new or was moved. What looks like a secret is not told.</param>
/// <param name="After">The value afterwards as JSON; <see langword="null"/> where it is gone or was moved.</param>
public sealed record HubChange(HubChangeKind Kind, HubRisk Risk, string Pointer, string Text, string? Before, string? After)
{
    /// <summary>Of an item that is new in a list or was moved: the id of the item that it stands behind; <see langword="null"/> for the first one, and for everything else.</summary>
    public string? Behind { get; init; }

    /// <summary><c>permission widened  /permissions/canExport  permission "canExport" is now true, and was false</c>.</summary>
    public override string ToString() => $"{WordOf(Risk)}  {Pointer}  {Text}";

    /// <summary>The risk in words: <c>permission widened</c>.</summary>
    internal static string WordOf(HubRisk risk) => risk switch
    {
        HubRisk.PermissionWidened => "permission widened",
        HubRisk.LimitLoosened => "limit loosened",
        HubRisk.EndpointChanged => "endpoint changed",
        HubRisk.WidgetRemoved => "widget removed",
        HubRisk.ThemeOnly => "theme only",
        _ => "other",
    };
}
