using System.Buffers;
using System.Text;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Reads the flags of one plugin as a layer that says nothing but flags. Whatever is wrong with one of them is a finding, and there is no layer.</summary>
internal static class PluginFlagReader
{
    /// <summary>How many flags a plugin has at most.</summary>
    public const int Most = 50;

    /// <summary>How long all of them are together at most, in characters.</summary>
    public const int MaxLength = 64 * 1024;

    private static readonly JsonWriterOptions OnLines = new() { Indented = true };

    /// <summary>The layer.</summary>
    /// <param name="id">The plugin.</param>
    /// <param name="flags">The flags by name, each as documents write it; each name is the plugin's own.</param>
    /// <param name="plugins">The ids of all plugins of the application: no flag rests on one of another plugin.</param>
    /// <param name="findings">Receives what is wrong.</param>
    public static HubLayer? Read(string id, IReadOnlyDictionary<string, string> flags, IReadOnlyCollection<string> plugins, DiagnosticBag findings)
    {
        var own = new DiagnosticBag();
        var layer = Compose(id, flags, own) is { } utf8 ? HubLayers.Read(PluginFlagLayers.FileOf(id, utf8), own) : null;
        if (layer is not null)
            Check(id, layer.Root.Properties["flags"].Properties.Values.ToDictionary(n => n.Name, n => FlagReader.Read(n, own), StringComparer.Ordinal), plugins, own);
        foreach (var finding in own)
            findings.Add(finding);
        return own.HasErrors ? null : layer;
    }

    // Each is read before it is written among the others, so that none ends early and goes on as something else.
    private static byte[]? Compose(string id, IReadOnlyDictionary<string, string> flags, DiagnosticBag findings)
    {
        if (flags.Count > Most || flags.Values.Sum(f => (long)f.Length) > MaxLength)
        {
            findings.Add(CksCodes.LayerLimit, SourceLocation.Whole($"AddPlugin {id}"), $"A plugin has {Most} flags and {MaxLength} characters of them at most.", "Contribute less.");
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, OnLines))
        {
            json.WriteStartObject();
            json.WriteNumber(HubVersion.Property, HubSchema.CurrentVersion);
            json.WriteStartObject("flags");
            foreach (var (name, text) in flags.OrderBy(f => f.Key, StringComparer.Ordinal))
                if (HubDocumentText.Read(PluginFlagLayers.NameOf(id), Encoding.UTF8.GetBytes(text), findings) is { } flag && IsPlain(flag, name, findings))
                {
                    json.WritePropertyName(name);
                    flag.WriteTo(json);
                }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return findings.HasErrors ? null : buffer.WrittenSpan.ToArray();
    }

    private static bool IsPlain(SourceNode flag, string name, DiagnosticBag findings)
    {
        if (flag.Kind != JsonValueKind.Object)
            findings.Add(CksCodes.WrongKind, flag, $"The flag \"{name}\" is no object.", "Write it as documents do.");
        else if (HasDirective(flag))
            findings.Add(CksCodes.LayerDirective, flag, $"The flag \"{name}\" says how to merge, and there is nothing below it.", "Take out the names with $.");
        else
            return true;
        return false;
    }

    private static bool HasDirective(SourceNode node)
    {
        foreach (var child in node.Children)
            if ((node.Kind == JsonValueKind.Object && LayerDirectives.IsDirective(child.Name)) || HasDirective(child))
                return true;
        return false;
    }

    private static void Check(string id, IReadOnlyDictionary<string, FeatureFlag> flags, IReadOnlyCollection<string> plugins, DiagnosticBag findings)
    {
        string[] foreign = [.. flags.Values.SelectMany(f => f.Prerequisites).Where(p => !PluginName.Owns(id, p)).Distinct(StringComparer.Ordinal)];
        foreach (var name in foreign.Where(n => PluginName.OwnerOf(n) is { } owner && plugins.Contains(owner)))
            findings.Add(CksCodes.HubFlagPrerequisite, SourceLocation.Whole(PluginFlagLayers.NameOf(id)), $"A flag rests on \"{name}\", which is another plugin's.", "Let it rest on flags of the plugin and of documents alone.");
        foreach (var fault in new FlagOrder(foreign, flags).Faults)
            findings.Add(CksCodes.HubFlagPrerequisite, SourceLocation.Whole(PluginFlagLayers.NameOf(id)), $"The flag \"{fault.Flag}\" rests on what is not there, on itself, or on too much.", "Mend its prerequisites.");
    }
}
