namespace Cks.HubConfig;

/// <summary>The stable texts of faults.</summary>
public static class WidgetFaultExtensions
{
    /// <summary>The fault as it stands in JSON, such as <c>plugin_slow</c>.</summary>
    public static string ToText(this WidgetFault fault) => WidgetViewWriter.TextOf(fault);
}
