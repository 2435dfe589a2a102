namespace Cks.HubConfig;

/// <summary>Why the fallback stands in place of a widget.</summary>
public enum WidgetFault
{
    /// <summary>Nothing provides its type, such as a plugin that is not there. In JSON: <c>unknown_type</c>.</summary>
    UnknownType,

    /// <summary>The type is provided in a version that the document cannot live with. In JSON: <c>incompatible_version</c>.</summary>
    IncompatibleVersion,

    /// <summary>The options are not those of the type. In JSON: <c>unusable_options</c>.</summary>
    UnusableOptions,

    /// <summary>The type may not read its data source. In JSON: <c>unusable_data_source</c>.</summary>
    UnusableDataSource,

    /// <summary>Widgets stand in it, and the type is no container. In JSON: <c>no_container</c>.</summary>
    NoContainer,

    /// <summary>The application has the plugin, and its configuration does not list it. In JSON: <c>plugin_off</c>.</summary>
    PluginOff,

    /// <summary>The plugin does not fit this host, or contributed what it may not. In JSON: <c>plugin_refused</c>.</summary>
    PluginRefused,

    /// <summary>The plugin threw an exception, or its answer is not usable. In JSON: <c>plugin_failed</c>.</summary>
    PluginFailed,

    /// <summary>The plugin did not answer in time. In JSON: <c>plugin_slow</c>.</summary>
    PluginSlow,
}
