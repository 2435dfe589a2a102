using System.Collections.Immutable;
using System.Text.Json;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>The targets of an application as a document, for tools that cannot see it.</summary>
internal static class TargetDocument
{
    private static readonly SourceDocumentOptions Options = SourceDocumentOptions.ForFiles with { MaxBytes = 4 * 1024 * 1024, MaxValues = 200_000 };

    public static void Write(Utf8JsonWriter json, HubTargets targets)
    {
        json.WriteStartObject();
        Write(json, "pages", targets.Pages);
        Write(json, "dataSources", targets.DataSources);
        Write(json, "actions", targets.Actions);
        Write(json, "icons", targets.Icons);
        json.WriteStartObject("clientSettings");
        foreach (var feature in targets.ClientSettings.GroupBy(s => s.Feature, StringComparer.Ordinal).OrderBy(f => f.Key, StringComparer.Ordinal))
            Write(json, feature.Key, feature.Select(s => s.Setting));
        json.WriteEndObject();
        if (!targets.Widgets.Plugins.IsEmpty)
            PluginDocument.Write(json, targets);
        json.WriteEndObject();
    }

    public static LoadResult<HubTargets> Read(string file, ReadOnlyMemory<byte> utf8)
    {
        ArgumentNullException.ThrowIfNull(file);
        var diagnostics = new DiagnosticBag();
        if (SourceDocument.Read(file, utf8, Options, diagnostics) is not { } root)
            return LoadResult<HubTargets>.From(null, diagnostics);
        var (reader, targets) = (SourceReader.Of(root, diagnostics), HubTargets.Empty);
        foreach (var node in reader.Members("pages"))
            Add(node, (t, capability) => t.AddPage(node.Name, capability));
        foreach (var node in reader.Members("dataSources"))
            Add(node, (t, capability) => t.AddDataSource(node.Name, capability));
        foreach (var node in reader.Members("actions"))
            Add(node, (t, capability) => t.AddAction(node.Name, capability));
        foreach (var node in reader.Strings("icons"))
            Try(node, t => t.AddIcons(node.Text!));
        foreach (var node in reader.Members("clientSettings"))
            Try(node, t => t.AddClientSettings(node.Name, [.. SourceReader.ItemsOf(node, diagnostics).Select(s => SourceReader.TextOf(s, diagnostics)).OfType<string>()]));
        string[] plugins = [.. reader.Members("plugins").Select(p => p.Name)];
        foreach (var node in reader.Members("plugins"))
            Try(node, t => PluginDocument.Read(node, plugins, t, diagnostics));
        reader.Complete();
        return LoadResult<HubTargets>.From(targets, diagnostics);

        void Add(SourceNode node, Func<HubTargets, string, HubTargets> add)
        {
            if (SourceReader.TextOf(node, diagnostics) is { } capability)
                Try(node, t => add(t, capability));
        }

        // What code would get as an exception is a finding of the file here.
        void Try(SourceNode node, Func<HubTargets, HubTargets> add)
        {
            try
            {
                targets = add(targets);
            }
            catch (CksConfigurationException e)
            {
                foreach (var finding in e.Diagnostics)
                    diagnostics.Add(finding with { Location = node.Location, Length = 0 });
            }
        }
    }

    private static void Write(Utf8JsonWriter json, string name, ImmutableDictionary<string, CapabilityId?> targets)
    {
        json.WriteStartObject(name);
        foreach (var (target, capability) in targets.OrderBy(t => t.Key, StringComparer.Ordinal))
            json.WriteString(target, capability?.Name ?? HubTargets.NoCapability);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts.Order(StringComparer.Ordinal))
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
