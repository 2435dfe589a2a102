using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Layers of hub documents: read, carried to the current version of the form, and held to its schema as far as a part can be.</summary>
internal static class HubLayers
{
    private const string SchemaFile = "hub.schema.json";
    private static readonly Lazy<LayerRules> AllRules = new(() => LayerRules.Read(SchemaFile, HubSchema.Of(HubSchema.CurrentVersion)).GetOrThrow());

    private static readonly Lazy<JsonSchema> Partial = new(() => JsonSchema.Load(
        SchemaFile, PartialSchema.Of(SourceDocument.Read(SchemaFile, HubSchema.Of(HubSchema.CurrentVersion), SourceDocumentOptions.ForFiles, [])!), new() { MaxBytes = 4 * LayerMerger.MaxLayerBytes }).GetOrThrow());

    public static LayerRules Rules => AllRules.Value;

    /// <summary>The layer in the current version; <see langword="null"/> when it cannot be used, which is reported.</summary>
    public static HubLayer? Read(HubFile file, DiagnosticBag diagnostics)
    {
        var findings = new DiagnosticBag();
        HubLayer? layer = null;
        if (HubDocumentText.Read(file.Name, file.Utf8, findings) is { } root && HubMigrations.ToCurrent(root, isPartial: true, findings) is { } current)
        {
            layer = HubLayer.Of(file.Kind, file.Role, file.Name, file.Utf8, root).With(current);
            Check(layer, findings);
        }

        foreach (var finding in findings)
            diagnostics.Add(finding);
        return findings.HasErrors ? null : layer;
    }

    /// <summary>Holds what the layer says by itself to the schema. What it says of the layers below is found when they merge.</summary>
    private static void Check(HubLayer layer, DiagnosticBag diagnostics)
    {
        if (LayerMerger.Merge([layer.As(HubLayerKind.Base)], Rules, new()) is not { Root: var alone })
            return;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            alone.WriteTo(json);
        foreach (var finding in Partial.Value.Validate(layer.File, buffer.WrittenMemory))
            diagnostics.Add(finding with { Location = Find(alone, finding.Location.Pointer).Location, Length = 0 });
    }

    // The nearest value that the pointer leads to: of what is missing or not known, what it should be in.
    private static SourceNode Find(SourceNode root, string pointer)
    {
        var node = root;
        foreach (var step in pointer.Split('/').Skip(1).Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
            if (node.TryGet(step, out var property))
                node = property;
            else if (int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < node.Items.Count)
                node = node.Items[index];
            else
                break;
        return node;
    }
}
