namespace Cks.HubConfig;

/// <summary>What the parts of a list or map of a hub are.</summary>
internal enum HubPartKind
{
    Hub,
    SidebarItem,
    QuickAction,
    Widget,
    Permission,
    Feature,
    Flag,
    Experiment,
    Endpoint,
    CacheRule,
    Delegable,
    Lock,
}
