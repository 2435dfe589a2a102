using System.Text;
using System.Text.Json;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>A widget type, read once: what of it is text can be asked.</summary>
internal sealed class RegisteredWidget
{
    private const int MaxPreview = 64 * 1024;
    private const int MaxSchema = 256 * 1024;
    private static readonly byte[] NoOptions = """{ "type": "object", "additionalProperties": false }"""u8.ToArray();

    private RegisteredWidget(WidgetType type, SemanticVersion version, CapabilityId[] requires, JsonSchema schema, LayerRule visibility) =>
        (Type, Version, Requires, Schema, Visibility) = (type, version, requires, schema, visibility);

    public WidgetType Type { get; }

    public SemanticVersion Version { get; }

    public CapabilityId[] Requires { get; }

    /// <summary>What the options have to be.</summary>
    public JsonSchema Schema { get; }

    /// <summary>What of the options goes to a browser.</summary>
    public LayerRule Visibility { get; }

    /// <summary>Whether it may read from a path; without one: whether it needs none.</summary>
    public bool Reads(HubPath path) => path.IsNone ? Type.DataSources.Count == 0 : Type.DataSources.Any(p => SegmentPattern.Admits(p, path.Value));

    /// <summary>Reads a type; all that is wrong with it is reported.</summary>
    public static RegisteredWidget? Read(WidgetType type, DiagnosticBag diagnostics)
    {
        var place = SourceLocation.Whole($"AddWidget {type.Name}");
        var findings = new DiagnosticBag();
        if (!HubName.IsWellFormed(type.Name))
            Mistake($"\"{type.Name}\" is not the name of a widget type.", HubName.Form);
        if (!SemanticVersion.TryParse(type.Version, isPartial: false, out var version))
            Mistake($"\"{type.Version}\" is no version of a widget type.", "Write major.minor.patch, such as 1.0.0.");
        if (type.Renderer != type.Name && !HubName.IsWellFormed(type.Renderer))
            Mistake($"\"{type.Renderer}\" is not the name of a renderer.", HubName.Form);
        foreach (var name in type.Requires.Where(n => !CapabilityId.IsWellFormed(n)))
            Mistake($"\"{name}\" is no capability.", "Write resource:action in lower case.");
        foreach (var pattern in type.DataSources.Where(p => !SegmentPattern.IsWellFormed(p)))
            Mistake($"\"{pattern}\" is no path of a data source.", "Write a path such as /api/*/stats, in which * stands for one whole segment.");
        if (type.Preview is { } preview && !IsJson(preview))
            Mistake("The preview is no JSON of at most 64 KiB.", "Write the data as its data source answers it.");
        var (schema, visibility) = ReadOptions(type, findings);
        foreach (var finding in findings)
            diagnostics.Add(finding);
        return findings.HasErrors || schema is null ? null : new(type, version, [.. type.Requires.Select(CapabilityId.Of)], schema, visibility);

        void Mistake(string message, string fix) => findings.Add(CksCodes.InvalidSetting, place, message, fix);
    }

    private static (JsonSchema? Schema, LayerRule Visibility) ReadOptions(WidgetType type, DiagnosticBag findings)
    {
        var (file, utf8) = ($"options of {type.Name}", type.Options is { } text ? Encoding.UTF8.GetBytes(text) : NoOptions);
        var loaded = JsonSchema.Load(file, utf8, new() { AllowComments = true, MaxBytes = MaxSchema, AssertFormats = true });
        foreach (var finding in loaded.Diagnostics)
            findings.Add(finding);
        if (loaded.Value is null || SourceDocument.Read(file, utf8, SourceDocumentOptions.ForFiles, findings) is not { } root)
            return (null, LayerRule.Open);
        if (!loaded.Value.IsValid("{}"u8) && loaded.Value.IsValid("[]"u8))
            findings.Add(CksCodes.InvalidSetting, root, "The options of a widget are an object.", "Write \"type\": \"object\".");
        // How layers merge is said by the schema of hubs.
        return (loaded.Value, new LayerRuleReader(root, new()).ReadPlain());
    }

    private static bool IsJson(string text)
    {
        if (text.Length > MaxPreview)
            return false;
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
