using System.Globalization;
using System.Text.Json;
using Cks.Core;

namespace Cks.Storage;

/// <summary>
/// Which settings may change while hosts run, and how they are written: an ordinary JSON Schema, in which each of them is a property of a simple type with <c>"runtime": true</c>, and <c>"sensitive": true</c> where a second person
/// approves it. A key without the mark is refused, whatever else the schema says of it.
/// </summary>
internal sealed class SettingsSchema
{
    private const string Runtime = "runtime";
    private const string Sensitive = "sensitive";
    private const string Properties = "properties";
    private static readonly string[] SimpleTypes = ["boolean", "integer", "number", "string"];
    private static readonly string[] SchemasByName = [Properties, "patternProperties", "dependentSchemas", "$defs", "definitions"];
    private static readonly string[] Values = ["const", "default", "enum", "examples"];

    private readonly JsonSchema _schema;
    private readonly Dictionary<string, SettingKey> _keys;

    private SettingsSchema(JsonSchema schema, Dictionary<string, SettingKey> keys) => (_schema, _keys) = (schema, keys);

    public IReadOnlyCollection<SettingKey> Keys => _keys.Values;

    /// <summary>Reads the schema.</summary>
    /// <returns>It, or what is wrong with it: CKS116, CKS121 for a key that no store may set, CKS101 to CKS103 when it is not JSON.</returns>
    public static LoadResult<SettingsSchema> Read(string file, ReadOnlyMemory<byte> utf8)
    {
        var findings = new DiagnosticBag();
        var compiled = JsonSchema.Load(file, utf8, new() { AllowComments = true, AssertFormats = true });
        foreach (var finding in compiled.Diagnostics)
            findings.Add(finding);
        if (!compiled.IsLoaded || SourceDocument.Read(file, utf8, SourceDocumentOptions.ForFiles, findings) is not { } root)
            return LoadResult<SettingsSchema>.From(null, findings);
        var keys = new Dictionary<string, SettingKey>(StringComparer.OrdinalIgnoreCase);
        var marks = new HashSet<SourceNode>();
        Collect(root, [], isSensitive: false, keys, marks, findings);
        FindIdle(root, marks, findings);
        if (keys.Count == 0 && !findings.HasErrors)
            findings.Add(CksCodes.RuntimeKey, root, "The schema marks no key, so nothing could ever be set.", "Write \"runtime\": true beside the type of each setting that may change while hosts run.");
        return LoadResult<SettingsSchema>.From(new(compiled.Value, keys), findings);
    }

    /// <summary>Reads settings.</summary>
    /// <returns>They, or what is wrong with them: CKS115, CKS121 for a key that is not marked, CKS101 to CKS103 when they are not JSON.</returns>
    public LoadResult<RuntimeSettings> ReadSettings(string file, ReadOnlyMemory<byte> utf8)
    {
        var findings = new DiagnosticBag();
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (SourceDocument.Read(file, utf8, SourceDocumentOptions.Strict, findings) is { } root && !findings.HasErrors)
        {
            if (root.Kind != JsonValueKind.Object)
                findings.Add(CksCodes.WrongKind, root, "Settings are an object.", "Write { \"Section\": { \"Name\": value } }.");
            Collect(root, "", values, findings);
            foreach (var finding in _schema.Validate(file, utf8))
                findings.Add(finding);
        }

        return LoadResult<RuntimeSettings>.From(new(values), findings);
    }

    /// <summary>Keys whose values differ, in ordinal order.</summary>
    public IReadOnlyList<SettingKey> Changed(RuntimeSettings before, RuntimeSettings after) =>
        [.. _keys.Values.Where(k => before.Values.GetValueOrDefault(k.Path) != after.Values.GetValueOrDefault(k.Path)).OrderBy(k => k.Path, StringComparer.Ordinal)];

    /// <summary>The values of the sensitive keys in settings that another schema may have been there for; <see langword="null"/> where they are no JSON.</summary>
    public IReadOnlyDictionary<string, string>? ReadSensitive(ReadOnlyMemory<byte> utf8)
    {
        var findings = new DiagnosticBag();
        if (SourceDocument.Read("settings", utf8, SourceDocumentOptions.Strict, findings) is not { } root || findings.HasErrors)
            return null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in _keys.Values.Where(k => k.IsSensitive))
        {
            SourceNode? node = root;
            foreach (var step in key.Path.Split(':'))
                node = node is not null && node.TryGet(step, out var next) ? next : null;
            if (node is not null)
                values[key.Path] = TextOf(node) ?? "";
        }

        return values;
    }

    // Whether a key that may be set is in it.
    private static bool Collect(SourceNode schema, IReadOnlyList<string> path, bool isSensitive, Dictionary<string, SettingKey> keys, HashSet<SourceNode> marks, DiagnosticBag findings)
    {
        // Of a section it is of all that is in it: a mark that is passed over would be one less than somebody thinks.
        var ownMark = IsMarked(schema, Sensitive, marks, findings);
        isSensitive |= ownMark;
        var isUsed = IsMarked(schema, Runtime, marks, findings);
        if (isUsed)
            Add(schema, path, isSensitive, keys, findings);
        if (schema.TryGet(Properties, out var properties))
            isUsed |= Collect(properties.Properties, path, isSensitive, keys, marks, findings);
        if (ownMark && !isUsed)
            findings.Add(CksCodes.RuntimeKey, schema, $"\"{Sensitive}\" stands where no key may be set.", $"Write it beside \"{Runtime}\": true, or on a section that holds such a key.");
        return isUsed;
    }

    private static bool Collect(
        IReadOnlyDictionary<string, SourceNode> properties, IReadOnlyList<string> path, bool isSensitive, Dictionary<string, SettingKey> keys, HashSet<SourceNode> marks, DiagnosticBag findings)
    {
        var isUsed = false;
        foreach (var (name, property) in properties)
        {
            if (name.Length == 0 || name.Contains(':', StringComparison.Ordinal) || name.Contains("__", StringComparison.Ordinal) || name != name.Trim())
                findings.Add(CksCodes.RuntimeKey, property.NamePlace, $"\"{name}\" is no part of a key.", "Write one property for each part of the key, without \":\" and \"__\".");
            // The binder adds what stands under a number to a list, past the mark of the list.
            else if (name.All(char.IsDigit))
                findings.Add(CksCodes.RuntimeKey, property.NamePlace, $"\"{name}\" is an item of a list, and lists are not set while hosts run.", "Give it a name.");
            else
                isUsed |= Collect(property, [.. path, name], isSensitive, keys, marks, findings);
        }

        return isUsed;
    }

    // A mark below allOf, items or a definition marks nothing, and somebody relies on it.
    private static void FindIdle(SourceNode schema, HashSet<SourceNode> marks, DiagnosticBag findings)
    {
        foreach (var (name, value) in schema.Properties)
        {
            if (name is Runtime or Sensitive && !marks.Contains(value))
                findings.Add(CksCodes.RuntimeKey, value.NamePlace, $"\"{name}\" marks nothing here.", "Write it at the property itself, which is reached by \"properties\" alone.");
            else if (!Values.Contains(name, StringComparer.Ordinal))
            {
                foreach (var inner in SchemasByName.Contains(name, StringComparer.Ordinal) ? [.. value.Properties.Values] : value.Kind == JsonValueKind.Array ? value.Items : [value])
                    FindIdle(inner, marks, findings);
            }
        }
    }

    private static bool IsMarked(SourceNode schema, string mark, HashSet<SourceNode> marks, DiagnosticBag findings)
    {
        if (!schema.TryGet(mark, out var value))
            return false;
        marks.Add(value);
        if (value.Kind is not (JsonValueKind.True or JsonValueKind.False))
            findings.Add(CksCodes.RuntimeKey, value, $"\"{mark}\" is neither true nor false.", "Write one of the two.");
        return value.Kind == JsonValueKind.True;
    }

    private static void Add(SourceNode schema, IReadOnlyList<string> path, bool isSensitive, Dictionary<string, SettingKey> keys, DiagnosticBag findings)
    {
        var key = new SettingKey(string.Join(':', path), isSensitive);
        if (path.Count == 0 || !schema.TryGet("type", out var type) || type.Text is not { } simple || !SimpleTypes.Contains(simple, StringComparer.Ordinal))
            findings.Add(CksCodes.RuntimeKey, schema, $"{key.Path} is marked and has no simple type.", $"Give it one \"type\": {string.Join(", ", SimpleTypes)}.");
        else if (simple == "integer" && !(IsBounded(schema, "minimum", "exclusiveMinimum") && IsBounded(schema, "maximum", "exclusiveMaximum")))
            findings.Add(CksCodes.RuntimeKey, schema, $"{key.Path} is a whole number without bounds: one that no option holds would fit.", "Give it \"minimum\" and \"maximum\", within what the option holds.");
        else if (ForbiddenKeys.Contains(path))
            findings.Add(CksCodes.RuntimeKey, schema, $"{key.Path} is about authentication, enforcement, audit, proxies, connections, secrets or the environment, or is called so. No store may set it.", "Take the mark away, or choose a name that says what it is about.");
        else if (!keys.TryAdd(key.Path, key))
            findings.Add(CksCodes.RuntimeKey, schema, $"{key.Path} is marked twice; configuration does not tell capitals from small letters.", "Keep one of the two.");
    }

    private static bool IsBounded(SourceNode schema, string inclusive, string exclusive) =>
        (schema.TryGet(inclusive, out var bound) || schema.TryGet(exclusive, out bound)) && bound.Kind == JsonValueKind.Number;

    private void Collect(SourceNode node, string path, Dictionary<string, string> values, DiagnosticBag findings)
    {
        foreach (var (name, value) in node.Properties)
        {
            var key = path.Length == 0 ? name : $"{path}:{name}";
            if (value.Kind == JsonValueKind.Object && !name.Contains(':', StringComparison.Ordinal) && _keys.Keys.Any(k => k.StartsWith(key + ":", StringComparison.Ordinal)))
                Collect(value, key, values, findings);
            // Ordinally: the spelling is the schema's, so that a key has one.
            else if (!_keys.TryGetValue(key, out var known) || known.Path != key || name.Contains(':', StringComparison.Ordinal))
                findings.AddUnknown(CksCodes.RuntimeKey, value.NamePlace, $"{key} may not be set while hosts run.", key, [.. _keys.Values.Select(k => k.Path)]);
            else if (TextOf(value) is { } text)
                values[key] = text;
            else
                findings.Add(CksCodes.WrongKind, value, $"{key} is neither text, a number nor true or false, or is a number that no setting holds.", "Write one; leave the key out to take it back.");
        }
    }

    // Not 1e-40, which would become 0.
    private static bool IsKept(string text, decimal number) =>
        double.Parse(text, CultureInfo.InvariantCulture).Equals(double.Parse(number.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    // As a binder reads it: 1e3 and 5.0 are whole numbers for a schema and none for an int.
    private static string? TextOf(SourceNode value) => value.Kind switch
    {
        JsonValueKind.String => value.Text,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number when decimal.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && IsKept(value.Text!, number) =>
            number == decimal.Truncate(number) ? decimal.Truncate(number).ToString(CultureInfo.InvariantCulture) : number.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
