using System.Text;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>The widget types as a document: what a builder of hubs looks at, and what tools read that cannot see the application.</summary>
internal static class WidgetCatalog
{
    private static readonly SourceDocumentOptions Options = SourceDocumentOptions.ForFiles with { MaxBytes = 4 * 1024 * 1024, MaxValues = 200_000 };

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static void Write(Utf8JsonWriter json, WidgetTypes types)
    {
        json.WriteStartObject();
        json.WriteString("fallback", types.Fallback);
        json.WriteStartArray("widgets");
        foreach (var type in types.All)
            Write(json, type);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, WidgetType type)
    {
        json.WriteStartObject();
        json.WriteString("type", type.Name);
        json.WriteString("version", type.Version);
        json.WriteString("renderer", type.Renderer);
        if (type.Plugin is { } plugin)
            json.WriteString("plugin", plugin);
        json.WriteBoolean("isContainer", type.IsContainer);
        WriteList(json, "requires", type.Requires);
        WriteList(json, "dataSources", type.DataSources);
        WriteJson(json, "options", type.Options);
        WriteJson(json, "preview", type.Preview);
        if (type.Migrations.Count > 0)
            MigrationDocument.Write(json, type.Migrations);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteJson(Utf8JsonWriter json, string name, string? text)
    {
        if (text is null)
            return;
        json.WritePropertyName(name);
        // Written anew: without comments, and escaped as everything else is.
        using var document = JsonDocument.Parse(text, Lenient);
        document.RootElement.WriteTo(json);
    }

    public static LoadResult<WidgetTypes> Read(string file, ReadOnlyMemory<byte> utf8)
    {
        ArgumentNullException.ThrowIfNull(file);
        var diagnostics = new DiagnosticBag();
        if (SourceDocument.Read(file, utf8, Options, diagnostics) is not { } root)
            return LoadResult<WidgetTypes>.From(null, diagnostics);
        var catalog = SourceReader.Of(root, diagnostics);
        var types = WidgetTypes.Empty;
        if (catalog.OptionalString("fallback") is { } fallback)
            types = Try(types, t => t.WithFallback(fallback), catalog.Optional("fallback")!, diagnostics);
        catalog.Required("widgets");
        foreach (var node in catalog.Items("widgets"))
            if (ReadType(node, diagnostics) is { } type)
                types = Try(types, t => t.Add(type), node, diagnostics);
        catalog.Complete();
        return LoadResult<WidgetTypes>.From(types, diagnostics);
    }

    private static WidgetType? ReadType(SourceNode node, DiagnosticBag diagnostics)
    {
        var findings = new DiagnosticBag();
        var reader = SourceReader.Of(node, findings);
        var type = new WidgetType(reader.RequiredString("type"), reader.RequiredString("version"))
        {
            Plugin = reader.OptionalString("plugin"),
            IsContainer = reader.Boolean("isContainer"),
            Requires = [.. reader.Strings("requires").Select(n => n.Text ?? "")],
            DataSources = [.. reader.Strings("dataSources").Select(n => n.Text ?? "")],
            Options = reader.Optional("options") is { } options ? TextOf(options) : null,
            Preview = reader.Optional("preview") is { } preview ? TextOf(preview) : null,
            Migrations = [.. reader.Items("migrations").Select(m => MigrationDocument.Read(m, findings))],
        };
        if (reader.OptionalString("renderer") is { } renderer)
            type = type with { Renderer = renderer };
        reader.Complete();
        foreach (var finding in findings)
            diagnostics.Add(finding);
        return findings.HasErrors ? null : type;
    }

    // What code would get as an exception is a finding of the file here, at the entry that holds it.
    private static WidgetTypes Try(WidgetTypes types, Func<WidgetTypes, WidgetTypes> add, SourceNode place, DiagnosticBag diagnostics)
    {
        try
        {
            return add(types);
        }
        catch (CksConfigurationException e)
        {
            foreach (var finding in e.Diagnostics)
                diagnostics.Add(finding with { Location = place.Location, Length = 0 });
            return types;
        }
    }

    public static string TextOf(SourceNode node)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            node.WriteTo(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
