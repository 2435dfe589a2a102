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
        // Where nothing has to be there, taking out what only says how to merge makes nothing wrong.
        if (Partial.Value.IsValid(layer.Root))
            return;
        // A lock of what is inherited locks nothing here.
        if (LayerMerger.Merge([layer.As(HubLayerKind.Base)], Rules, new(), withLocks: false) is { Root: var alone })
            Check(layer.File, alone, Partial.Value, diagnostics);
    }

    /// <summary>Holds what the layers make together to the schema, where its reader found nothing.</summary>
    public static void CheckWhole(LayeredDocument document, DiagnosticBag diagnostics)
    {
        if (!diagnostics.HasErrors && !HubSchema.Compiled(HubSchema.CurrentVersion).IsValid(document.Root))
            Check(document.Layers[^1].File, document.Root, HubSchema.Compiled(HubSchema.CurrentVersion), diagnostics);
    }

    private static void Check(string file, SourceNode root, JsonSchema schema, DiagnosticBag diagnostics)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            root.WriteTo(json);
        foreach (var finding in schema.Validate(file, buffer.WrittenMemory))
            diagnostics.Add(finding with { Location = Find(root, finding.Location.Pointer).Location, Length = 0 });
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
