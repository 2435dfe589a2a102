using System.Text;
using System.Text.Json;
using Cks.Core;

namespace Cks.Cli;

/// <summary>
/// TypeScript of a JSON Schema, as far as TypeScript can say it: names, kinds and constants, and no patterns and ranges. What it cannot say is <c>unknown</c>, and never narrower than the schema.
/// </summary>
/// <param name="schema">The schema.</param>
/// <param name="prefix">Begins the name of each definition that has one; <see langword="null"/> where all are written out in place.</param>
internal sealed class SchemaTypes(JsonElement schema, string? prefix)
{
    private const string Unknown = "unknown";
    private const int MaxDepth = 32;

    // Definitions that are written out in place may each be in the next one twice.
    private const int MaxFollowed = 5_000;

    private readonly List<string> _within = [];
    private int _followed;

    /// <summary>The schema and its definitions that are objects, as exported interfaces.</summary>
    public string Declare()
    {
        var text = new StringBuilder();
        Declare(text, prefix!, schema);
        foreach (var definition in Definitions().Where(d => IsNamed(d.Value)))
            Declare(text.Append('\n'), NameOf(definition.Name), definition.Value);
        return text.ToString();
    }

    /// <summary>The type of the whole schema, or of a part of it.</summary>
    public string TypeOf(JsonElement part, int indent)
    {
        if (part.ValueKind != JsonValueKind.Object)
            return part.ValueKind == JsonValueKind.False ? "never" : Unknown;
        var types = new List<string>();
        if (part.TryGetProperty("$ref", out var reference))
            types.Add(Follow(reference.ToString(), indent));
        types.Add(Own(part, indent));
        foreach (var list in (ReadOnlySpan<string>)["anyOf", "oneOf"])
            if (part.TryGetProperty(list, out var options) && options.ValueKind == JsonValueKind.Array)
                types.Add(Union(options.EnumerateArray().Select(o => TypeOf(o, indent))));
        if (part.TryGetProperty("allOf", out var all) && all.ValueKind == JsonValueKind.Array)
            types.AddRange(all.EnumerateArray().Select(a => TypeOf(a, indent)));
        string[] said = [.. types.Where(t => t != Unknown).Distinct(StringComparer.Ordinal)];
        return said.Length == 0 ? Unknown : said.Length == 1 ? said[0] : string.Join(" & ", said.Select(Enclosed));
    }

    /// <summary>What a reference within the schema leads to; the schema itself where there is nothing.</summary>
    public JsonElement? Find(JsonElement part)
    {
        for (var i = 0; i < MaxDepth; i++)
            if (part.ValueKind != JsonValueKind.Object || !part.TryGetProperty("$ref", out var reference))
                return part;
            else if (Resolve(reference.ToString()) is { } target)
                part = target;
            else
                break;
        return null;
    }

    /// <summary>A comment of TypeScript from a description; empty without one.</summary>
    public string Comment(JsonElement part, string margin)
    {
        var text = DescriptionOf(part) ?? (Find(part) is { } target ? DescriptionOf(target) : null);
        return text is null ? "" : $"{margin}/** {text} */\n";
    }

    /// <summary>The name of a property as TypeScript writes it.</summary>
    public static string Property(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$') ? name : Text(name);

    /// <summary>A text as TypeScript writes it.</summary>
    public static string Text(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private void Declare(StringBuilder text, string name, JsonElement part) =>
        text.Append(Comment(part, "")).Append("export ").Append(IsNamed(part) ? $"interface {name} {Members(part, 0)}" : $"type {name} = {TypeOf(part, 0)};").Append('\n');

    // A description cannot end the comment that it stands in.
    private static string? DescriptionOf(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty("description", out var text) && text.ValueKind == JsonValueKind.String
            ? DiagnosticText.Printable(string.Join(' ', text.GetString()!.Replace("*/", "* /", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))) : null;

    private string Follow(string reference, int indent)
    {
        if (Resolve(reference) is not { } target)
            return Unknown;
        if (prefix is not null && reference.StartsWith("#/$defs/", StringComparison.Ordinal) && IsNamed(target))
            return NameOf(reference["#/$defs/".Length..]);
        // What holds itself has no end where nothing is named.
        if (_within.Contains(reference) || _within.Count > MaxDepth || _followed++ > MaxFollowed)
            return Unknown;
        _within.Add(reference);
        var type = TypeOf(target, indent);
        _within.RemoveAt(_within.Count - 1);
        return type;
    }

    private JsonElement? Resolve(string reference)
    {
        if (!reference.StartsWith('#'))
            return null;
        var at = schema;
        foreach (var step in reference[1..].Split('/').Skip(1).Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step, out at))
                return null;
        return reference == "#" || reference.StartsWith("#/", StringComparison.Ordinal) ? at : null;
    }

    private string Own(JsonElement part, int indent)
    {
        if (part.TryGetProperty("const", out var constant))
            return Literal(constant);
        if (part.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array)
            return Union(values.EnumerateArray().Select(Literal));
        if (part.TryGetProperty("type", out var type))
            return type.ValueKind == JsonValueKind.Array ? Union(type.EnumerateArray().Select(t => Kind(part, t.ToString(), indent))) : Kind(part, type.ToString(), indent);
        // Without a type it holds for objects alone, and lets all else through.
        return Unknown;
    }

    private string Kind(JsonElement part, string type, int indent) => type switch
    {
        "string" or "boolean" or "null" => type,
        "number" or "integer" => "number",
        "array" => $"readonly {Enclosed(part.TryGetProperty("items", out var items) && !part.TryGetProperty("prefixItems", out _) ? TypeOf(items, indent) : Unknown)}[]",
        "object" => Members(part, indent),
        _ => Unknown,
    };

    private string Members(JsonElement part, int indent)
    {
        var margin = new string(' ', indent + 2);
        var properties = part.TryGetProperty("properties", out var declared) && declared.ValueKind == JsonValueKind.Object ? declared.EnumerateObject().ToArray() : [];
        HashSet<string> required = part.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array ? [.. names.EnumerateArray().Select(n => n.ToString())] : [];
        var isOpen = !part.TryGetProperty("additionalProperties", out var others) || others.ValueKind != JsonValueKind.False;
        string[] more = [.. required.Where(r => !properties.Any(p => p.Name == r))];
        if (properties.Length + more.Length == 0)
            return $"{{ readonly [name: string]: {(!isOpen ? "never" : others.ValueKind == JsonValueKind.Object ? TypeOf(others, indent) : Unknown)} }}";
        var text = new StringBuilder("{\n");
        foreach (var property in properties)
            text.Append(Comment(property.Value, margin)).Append(margin).Append("readonly ").Append(Property(property.Name)).Append(required.Contains(property.Name) ? ": " : "?: ").Append(TypeOf(property.Value, indent + 2)).Append(";\n");
        foreach (var name in more)
            text.Append(margin).Append("readonly ").Append(Property(name)).Append(": ").Append(Unknown).Append(";\n");
        // TypeScript holds all properties to what the others are.
        if (isOpen)
            text.Append(margin).Append("readonly [name: string]: ").Append(Unknown).Append(";\n");
        return text.Append(' ', indent).Append('}').ToString();
    }

    private IEnumerable<JsonProperty> Definitions() => schema.TryGetProperty("$defs", out var definitions) ? definitions.EnumerateObject() : [];

    private static bool IsNamed(JsonElement part) => part.ValueKind == JsonValueKind.Object && part.TryGetProperty("properties", out _) && part.TryGetProperty("type", out var type) && type.ValueEquals("object");

    private string NameOf(string definition) => $"{prefix}{char.ToUpperInvariant(definition[0])}{definition[1..]}";

    private static string Literal(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Text(value.GetString()!),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null => value.GetRawText(),
        _ => Unknown,
    };

    // One that may be anything makes all of it anything.
    private static string Union(IEnumerable<string> types)
    {
        string[] all = [.. types.Distinct(StringComparer.Ordinal)];
        return all.Length == 0 || all.Contains(Unknown) ? Unknown : string.Join(" | ", all.Select(t => t.Contains(" & ", StringComparison.Ordinal) ? Enclosed(t) : t));
    }

    private static string Enclosed(string type) => !type.StartsWith('{') && (type.Contains(" | ", StringComparison.Ordinal) || type.Contains(" & ", StringComparison.Ordinal) || type.StartsWith("readonly ", StringComparison.Ordinal)) ? $"({type})" : type;
}
