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

    // Of one widget: all of its options, and what lies between their values, are at most as long as those of a hub.
    private static readonly JsonSchemaOptions Reading = new() { AllowComments = true, MaxBytes = 8 * HubWidget.MaxOptionsLength, AssertFormats = true, MaxWork = 1_000_000, RegexTimeout = TimeSpan.FromMilliseconds(50) };

    private static readonly byte[] NoOptions = """{ "type": "object", "additionalProperties": false }"""u8.ToArray();
    private static readonly string[] Closing = ["additionalProperties", "unevaluatedProperties"];

    private RegisteredWidget(WidgetType type, SemanticVersion version, CapabilityId[] requires, JsonSchema schema, OptionVisibility visibility, OptionMigrations migrations) =>
        (Type, Version, Requires, Schema, Visibility, Migrations) = (type, version, requires, schema, visibility, migrations);

    public WidgetType Type { get; }

    public SemanticVersion Version { get; }

    public CapabilityId[] Requires { get; }

    /// <summary>What the options have to be.</summary>
    public JsonSchema Schema { get; }

    /// <summary>What of the options goes to a browser.</summary>
    public OptionVisibility Visibility { get; }

    /// <summary>How options that were written for older versions become those of this one.</summary>
    public OptionMigrations Migrations { get; }

    /// <summary>Whether it may read from a path; without one: whether it needs none.</summary>
    public bool Reads(HubPath path) => path.IsNone ? Type.DataSources.Count == 0 : Type.DataSources.Any(p => SegmentPattern.Admits(p, path.Value));

    /// <summary>Reads a type; all that is wrong with it is reported.</summary>
    public static RegisteredWidget? Read(WidgetType type, DiagnosticBag diagnostics)
    {
        // What was validated stays what it was, whatever the lists of the caller become.
        type = type with { Requires = [.. type.Requires], DataSources = [.. type.DataSources], Migrations = [.. type.Migrations] };
        var place = SourceLocation.Whole($"AddWidget {type.Name}");
        var findings = new DiagnosticBag();
        if (!HubName.IsWellFormed(type.Name))
            Mistake($"\"{type.Name}\" is not the name of a widget type.", HubName.Form);
        if (!SemanticVersion.TryParse(type.Version, isPartial: false, out var version))
            Mistake($"\"{type.Version}\" is no version of a widget type.", "Write major.minor.patch, such as 1.0.0.");
        if (type.Renderer != type.Name && !HubName.IsWellFormed(type.Renderer))
            Mistake($"\"{type.Renderer}\" is not the name of a renderer.", HubName.Form);
        if (type.Plugin is { } plugin && !HubName.IsWellFormed(plugin))
            Mistake($"\"{plugin}\" is not the name of a plugin.", HubName.Form);
        foreach (var name in type.Requires.Where(n => !CapabilityId.IsWellFormed(n)))
            Mistake($"\"{name}\" is no capability.", "Write resource:action in lower case.");
        foreach (var pattern in type.DataSources.Where(p => !SegmentPattern.IsWellFormed(p)))
            Mistake($"\"{pattern}\" is no path of a data source.", "Write a path such as /api/*/stats, in which * stands for one whole segment.");
        if (type.Preview is { } preview && !IsJson(preview))
            Mistake("The preview is no JSON of at most 64 KiB.", "Write the data as its data source answers it.");
        var migrations = OptionMigrations.Read(type.Migrations, version, Mistake);
        var (schema, visibility) = ReadOptions(type, findings);
        foreach (var finding in findings)
            diagnostics.Add(finding);
        return findings.HasErrors || schema is null || visibility is null ? null : new(type, version, [.. type.Requires.Select(CapabilityId.Of)], schema, visibility, migrations);

        void Mistake(string message, string fix) => findings.Add(CksCodes.InvalidSetting, place, message, fix);
    }

    private static (JsonSchema? Schema, OptionVisibility? Visibility) ReadOptions(WidgetType type, DiagnosticBag findings)
    {
        var file = $"options of {type.Name}";
        // What is written to the catalog is this text, so that it must be one.
        if (type.Options is { } options && (options.StartsWith('\ufeff') || !IsText(options)))
        {
            findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole(file), "The schema of the options begins with a byte order mark, or has half of a surrogate pair.", "Take it out.");
            return default;
        }

        var utf8 = type.Options is { } text ? Encoding.UTF8.GetBytes(text) : NoOptions;
        if (utf8.Length > MaxSchema)
        {
            findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole(file), $"The schema of the options has {utf8.Length} bytes; at most {MaxSchema} are read.", "Take out what is not needed.");
            return default;
        }

        var loaded = JsonSchema.Load(file, utf8, Reading);
        foreach (var finding in loaded.Diagnostics)
            findings.Add(finding);
        if (loaded.Value is null || SourceDocument.Read(file, utf8, SourceDocumentOptions.ForFiles, findings) is not { } root)
            return default;
        var visibility = OptionVisibility.Of(root);
        SourceNode[] types = [.. visibility.Parts.Where(p => p.TryGet("type", out _)).Select(p => p.Properties["type"])];
        if (types.Length == 0 || types.Any(t => t.Text != "object"))
            findings.Add(CksCodes.InvalidSetting, types.FirstOrDefault(t => t.Text != "object") ?? root, "The options of a widget are an object.", "Write \"type\": \"object\".");
        else if (!visibility.Parts.Any(IsClosed))
            findings.Add(CksCodes.InvalidSetting, root, "The options are open: one that is misspelt would be taken for another one.", "Add \"additionalProperties\": false, or the schema of all others.");
        new OptionMarks(root, findings).Check();
        return (loaded.Value, visibility);
    }

    private static bool IsClosed(SourceNode schema) => Closing.Any(k => schema.TryGet(k, out var others) && others.Kind is JsonValueKind.False or JsonValueKind.Object);

    private static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
                return false;
        return true;
    }

    private static bool IsJson(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > MaxPreview)
            return false;
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (Exception e) when (e is JsonException or ArgumentException) // the latter for half of a surrogate pair
        {
            return false;
        }
    }
}
