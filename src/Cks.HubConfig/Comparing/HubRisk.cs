namespace Cks.HubConfig;

/// <summary>What a change of a hub can do, the least first.</summary>
public enum HubRisk
{
    /// <summary>Colours, and nothing else.</summary>
    ThemeOnly,

    /// <summary>Texts, order, what is new, and everything that leaves less.</summary>
    Other,

    /// <summary>People miss a widget that they had.</summary>
    WidgetRemoved,

    /// <summary>Something is read from elsewhere, leads elsewhere or starts something else: an endpoint, the endpoint of a widget, the page of a link, the action of a button.</summary>
    EndpointChanged,

    /// <summary>A kill switch is lifted, a limit raised or taken away, a feature switched on, or a part no longer waits for its feature.</summary>
    LimitLoosened,

    /// <summary>A permission is true or no longer false, a part is shown without the capability it asked for, or the hub is another role's.</summary>
    PermissionWidened,
}
