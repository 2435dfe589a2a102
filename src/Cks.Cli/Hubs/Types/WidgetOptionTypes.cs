using System.Text;
using System.Text.Json;
using Cks.HubConfig;

namespace Cks.Cli;

/// <summary>TypeScript of the options of each widget type: as documents write them, and as far as a browser gets them.</summary>
internal static class WidgetOptionTypes
{
    private const int MaxDepth = 16;
    private const string Others = "*";
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static string Declare(WidgetTypes types)
    {
        var (document, view) = (new StringBuilder(), new StringBuilder());
        foreach (var type in types.Registered)
        {
            using var parsed = JsonDocument.Parse(type.Type.Options ?? """{ "type": "object", "additionalProperties": false }""", Lenient);
            var (schema, name) = (new SchemaTypes(parsed.RootElement, prefix: null), SchemaTypes.Property(type.Type.Name));
            document.Append($"  /** Version {type.Type.Version}. */\n  readonly {name}: {schema.TypeOf(parsed.RootElement, 2)};\n");
            view.Append($"  /** Version {type.Type.Version}. */\n  readonly {name}: {Visible(schema, parsed.RootElement, type.Visibility, 2)};\n");
        }

        return $$"""
            /** The options of each widget type, as a document writes them. */
            export interface HubWidgetOptions {
            {{document}}}

            /** The options of each widget type, as far as a view has them. None of them has to be there. */
            export interface HubViewWidgetOptions {
            {{view}}}

            """;
    }

    private static string Visible(SchemaTypes schema, JsonElement part, OptionVisibility seen, int indent)
    {
        if (schema.Find(part) is not { } target || indent > 2 * MaxDepth)
            return "unknown";
        // A reference to a secret stays behind wherever it stands, and so may all of an option.
        var (margin, text) = (new string(' ', indent + 2), new StringBuilder());
        var members = seen.IsClient ? DeclaredIn(target).Select(p => (p.Name, Own: seen)) : seen.Names.Where(n => n != Others && seen.Of(n).IsClientWithin()).Select(n => (Name: n, Own: seen.Of(n)));
        foreach (var (name, own) in members)
        {
            var found = DeclaredIn(target).FirstOrDefault(p => p.Name == name).Value;
            text.Append(found.ValueKind == JsonValueKind.Undefined ? "" : schema.Comment(found, margin)).Append(margin).Append("readonly ").Append(SchemaTypes.Property(name)).Append("?: ")
                .Append(found.ValueKind == JsonValueKind.Undefined ? "unknown" : own.IsClient ? schema.TypeOf(found, indent + 2) : Visible(schema, found, own, indent + 2)).Append(";\n");
        }

        if (seen.IsClient || (seen.Names.Contains(Others) && seen.Of(Others).IsClientWithin()))
            text.Append(margin).Append("readonly [name: string]: unknown;\n");
        return text.Length == 0 ? "{ readonly [name: string]: never }" : $"{{\n{text}{new string(' ', indent)}}}";
    }

    private static IEnumerable<JsonProperty> DeclaredIn(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object ? properties.EnumerateObject() : [];
}
