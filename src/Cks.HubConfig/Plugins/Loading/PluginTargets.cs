using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Adds what a plugin contributes to what the application provides: all of it, or nothing.</summary>
internal static class PluginTargets
{
    public static HubTargets Add(HubTargets targets, RegisteredPlugin plugin, PluginParts parts, IReadOnlyCollection<string> plugins, DiagnosticBag findings)
    {
        var capability = plugin.Capability?.Name;
        try
        {
            var made = targets;
            foreach (var name in parts.Loaders.Keys)
                made = made.AddDataSource(PluginName.PathOf(plugin.Id, name), capability ?? HubTargets.NoCapability);
            foreach (var item in parts.Navigation)
                made = made.AddPage(item.Path.Value, capability ?? HubTargets.NoCapability).AddNavigation(item);
            foreach (var type in parts.Widgets)
            {
                // Needs are said by the application, so that they hold when the plugin is not there to say them.
                foreach (var needed in type.Requires.Where(r => r != capability))
                    Refuse($"The widget type \"{type.Name}\" requires \"{needed}\", which the application does not ask for the plugin.");
                // Not only of what is there by now: a plugin that comes later has data of its own, too.
                foreach (var pattern in type.DataSources.Where(p => !PluginName.IsOpenTo(plugin.Id, p) || !made.DataSources.Keys.Any(path => SegmentPattern.Admits(p, path))))
                    Refuse($"The widget type \"{type.Name}\" reads \"{pattern}\", which is neither the application's nor its own.");
                made = made.AddWidget(type with { Plugin = plugin.Id, Requires = capability is null ? [] : [capability] });
            }

            if (parts.Flags.Count > 0 && PluginFlagReader.Read(plugin.Id, parts.Flags, plugins, findings) is { } layer)
                made = made.AddFlags(layer);
            return findings.HasErrors ? targets : made;
        }
        catch (CksConfigurationException wrong)
        {
            foreach (var finding in wrong.Diagnostics)
                findings.Add(finding);
            return targets;
        }
#pragma warning disable CA1031 // whatever a plugin contributed, the host starts (S21)
        catch (Exception odd)
#pragma warning restore CA1031
        {
            Refuse($"What it contributes cannot be read ({odd.GetType().Name}).");
            return targets;
        }

        void Refuse(string message) => findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole($"AddPlugin {plugin.Id}"), message, "Ask for the capability where the plugin is added, and read what is there.");
    }
}
