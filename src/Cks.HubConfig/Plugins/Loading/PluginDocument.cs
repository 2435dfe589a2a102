using System.Buffers;
using System.Text;
using System.Text.Json;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>The plugins of an application as a part of the document of its targets: what each needs, its flags and links, and why it is not in use. Its pages and data sources stand among those of the application.</summary>
internal static class PluginDocument
{
    public static void Write(Utf8JsonWriter json, HubTargets targets)
    {
        json.WriteStartObject("plugins");
        foreach (var (id, plugin) in targets.Widgets.Plugins.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject(id);
            json.WriteString("capability", plugin.Capability?.Name ?? HubTargets.NoCapability);
            if (plugin.Fault is { } fault)
                json.WriteString("fault", fault.ToText());
            if (targets.PluginFlags.Find(l => l.Name == id) is { } flags)
            {
                json.WritePropertyName("flags");
                flags.Root.Properties["flags"].WriteTo(json);
            }

            json.WriteStartArray("navigation");
            foreach (var link in targets.Navigation.Where(n => PluginName.Owns(id, n.Id)))
                Write(json, link);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Adds a plugin to the targets.</summary>
    /// <exception cref="CksConfigurationException">CKS109: what it is or needs is not well formed.</exception>
    public static HubTargets Read(SourceNode node, IReadOnlyCollection<string> plugins, HubTargets targets, DiagnosticBag findings)
    {
        var reader = SourceReader.Of(node, findings);
        var (capability, fault, flags, links) = (reader.RequiredString("capability"), reader.OptionalString("fault"), reader.Members("flags"), reader.Items("navigation").Select(n => LinkOf(n, findings)).ToList());
        reader.Complete();
        if (!PluginName.IsWellFormed(node.Name) || (capability != HubTargets.NoCapability && !CapabilityId.IsWellFormed(capability)) || flags.Any(f => !PluginName.Owns(node.Name, f.Name)) || links.Any(l => !PluginName.Owns(node.Name, l.Id) || PluginName.OwnerOfPath(l.Path.Value) != node.Name))
            throw Mistake($"\"{node.Name}\" is no plugin, or needs or has what is not well formed.");
        if (fault is not null && !Enum.GetValues<WidgetFault>().Any(f => f >= WidgetFault.PluginOff && f.ToText() == fault))
            throw Mistake($"\"{fault}\" is no reason why a plugin is not in use.");
        WidgetFault? reason = fault is null ? null : Enum.GetValues<WidgetFault>().First(f => f.ToText() == fault);
        if (flags.Count > 0 && reason is null && PluginFlagReader.Read(node.Name, flags.ToDictionary(f => f.Name, TextOf, StringComparer.Ordinal), plugins, findings) is { } layer)
            targets = targets.AddFlags(layer);
        targets = links.Aggregate(targets, (t, link) => t.AddNavigation(link));
        return targets.AddPlugin(node.Name, new(capability == HubTargets.NoCapability ? null : CapabilityId.Of(capability), reason));
    }

    private static void Write(Utf8JsonWriter json, HubNavigationItem link)
    {
        json.WriteStartObject();
        json.WriteString("id", link.Id);
        json.WriteString("label", link.Label);
        if (link.Icon is { } icon)
            json.WriteString("icon", icon);
        json.WriteString("path", link.Path.Value);
        json.WriteEndObject();
    }

    private static HubNavigationItem LinkOf(SourceNode node, DiagnosticBag findings)
    {
        var reader = SourceReader.Of(node, findings);
        HubPath.TryParse(reader.RequiredString("path"), out var path);
        var link = new HubNavigationItem(reader.RequiredString("id"), reader.RequiredString("label"), reader.OptionalString("icon"), path);
        reader.Complete();
        return link;
    }

    private static string TextOf(SourceNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            node.WriteTo(json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static CksConfigurationException Mistake(string message) => new(CksCodes.InvalidSetting, "plugins", message, "Write what HubTargets.WriteTo writes.");
}
