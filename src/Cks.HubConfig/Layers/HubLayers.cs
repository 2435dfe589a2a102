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

    private static readonly Lazy<JsonSchema> Partial = new(() => Load(PartialSchema.Of, 4 * LayerMerger.MaxLayerBytes));

    private static readonly Lazy<JsonSchema> Rest = new(() => Load(PartialSchema.RestOf, HubDefinitionReader.MaxBytes));

    public static LayerRules Rules => AllRules.Value;

    /// <summary>The layer in the current version; <see langword="null"/> when it cannot be used, which is reported.</summary>
    public static HubLayer? Read(HubFile file, DiagnosticBag diagnostics)
    {
        var findings = new DiagnosticBag();
        HubLayer? layer = null;
        if (HubDocumentText.Read(file.Name, file.Utf8, findings) is { } root && HubMigrations.ToCurrent(root, isPartial: true, findings) is { } current)
        {
            layer = HubLayer.Of(file.Kind, file.Role, file.Name, file.Utf8, root).With(current);
            layer = Check(layer, findings) ? layer.AsHeld() : layer;
            if (layer.IsLimited)
                LimitedLayer.Check(current, findings);
        }

        foreach (var finding in findings)
            diagnostics.Add(finding);
        return findings.HasErrors ? null : layer;
    }

    private static JsonSchema Load(Func<SourceNode, byte[]> partOf, int maxBytes) =>
        JsonSchema.Load(SchemaFile, partOf(SourceDocument.Read(SchemaFile, HubSchema.Of(HubSchema.CurrentVersion), SourceDocumentOptions.ForFiles, [])!), new() { MaxBytes = maxBytes }).GetOrThrow();

    /// <summary>Holds what the layer says by itself to the schema. What it says of the layers below is found when they merge.</summary>
    /// <returns>Whether all of it was held and is right.</returns>
    private static bool Check(HubLayer layer, DiagnosticBag diagnostics)
    {
        // Where nothing has to be there, taking out what only says how to merge makes nothing wrong.
        if (Partial.Value.IsValid(layer.Root))
            return true;
        // A lock of what is inherited locks nothing here.
        return LayerMerger.Merge([layer.As(HubLayerKind.Base)], Rules, new(), withLocks: false) is { Root: var alone } && Check(layer.File, alone, Partial.Value, diagnostics);
    }

    /// <summary>Holds what the layers make together to the schema, where its reader found nothing.</summary>
    public static void CheckWhole(LayeredDocument document, DiagnosticBag diagnostics)
    {
        if (diagnostics.HasErrors)
            return;
        // Plain values stand in the whole as the layers have them, and were held there.
        var isRight = document.Layers.All(l => l.IsHeld) ? Rest.Value.IsValid(document.Root) : HubSchema.Compiled(HubSchema.CurrentVersion).IsValid(document.Root);
        if (!isRight)
            Check(document.Layers[^1].File, document.Root, HubSchema.Compiled(HubSchema.CurrentVersion), diagnostics);
    }

    private static bool Check(string file, SourceNode root, JsonSchema schema, DiagnosticBag diagnostics)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            root.WriteTo(json);
        var findings = schema.Validate(file, buffer.WrittenMemory);
        foreach (var finding in findings)
            diagnostics.Add(finding with { Location = Find(root, finding.Location.Pointer).Location, Length = 0 });
        return findings.Count == 0;
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
