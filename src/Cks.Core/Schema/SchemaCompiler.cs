using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cks.Core;

/// <summary>Makes nodes of schemas. What refers to another schema gets its node before that is filled, so that neither circles nor long chains of references nest.</summary>
internal sealed class SchemaCompiler(JsonSchemaOptions options, SchemaFaults faults)
{
    // Longer divisors would make one division a matter of seconds.
    private const int LongestDivisor = 1_000;

    // An engine is made for each: what takes a few bytes of a schema takes up to a millisecond and many kilobytes here.
    private const int MostPatterns = 1_000;

    private readonly SchemaDocuments _documents = new(options, faults);
    private readonly Dictionary<SourceNode, SchemaNode> _nodes = [];
    private readonly Queue<(SourceNode Source, SchemaNode Node)> _open = [];
    private readonly Dictionary<string, List<SchemaDynamicRef>> _dynamic = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaPattern?> _patterns = new(StringComparer.Ordinal);

    /// <summary>Whether the scope in which a schema is reached can change what it means.</summary>
    public bool IsDynamic { get; private set; }

    /// <summary>Compiles a document and everything that it refers to; <see langword="null"/> when it is not JSON.</summary>
    public SchemaNode? Compile(string file, ReadOnlyMemory<byte> utf8)
    {
        if (_documents.Read(file, utf8) is not { } source)
            return null;
        _documents.Add("cks:///schema", source);
        var root = Node(source);
        do
        {
            while (_open.TryDequeue(out var next))
                Fill(next.Source, next.Node);
            // Every resource may turn out to be in a scope.
            foreach (var anchor in _dynamic.Keys)
            {
                foreach (var target in _documents.DynamicAnchors(anchor).Values)
                    Node(target);
            }
        }
        while (_open.Count > 0);
        foreach (var (anchor, references) in _dynamic)
        {
            var byResource = _documents.DynamicAnchors(anchor).ToDictionary(a => a.Key, a => _nodes[a.Value]);
            foreach (var reference in references)
            {
                reference.ByResource = byResource;
                IsDynamic |= byResource.Values.Any(n => n != reference.Fallback);
            }
        }

        SchemaCircles.Report(_nodes, faults);
        return root;
    }

    private SchemaNode Node(SourceNode source)
    {
        if (_nodes.TryGetValue(source, out var known))
            return known;
        var node = new SchemaNode(_documents.OwnerOf(source).Id);
        _nodes.Add(source, node);
        if (source.Kind is JsonValueKind.True or JsonValueKind.False)
            node.Always = source.Kind == JsonValueKind.True;
        else if (source.Kind == JsonValueKind.Object)
            _open.Enqueue((source, node));
        else
            Bad(source, "a schema: an object, true or false");
        return node;
    }

    private void Fill(SourceNode source, SchemaNode node)
    {
        var resource = _documents.OwnerOf(source);
        var dialect = resource.Dialect;
        foreach (var (keyword, value) in source.Properties)
        {
            Core(node, keyword, value, resource);
            if (dialect.Applies)
                Applicator(node, keyword, value);
            if (dialect.Unevaluated)
                Unevaluated(node, keyword, value);
            if (dialect.Validates)
                Validation(node, keyword, value);
            if (keyword == "format" && Text(value) is { } format && (options.AssertFormats || dialect.AssertsFormats))
                node.Format = SchemaFormats.Find(format);
        }

        node.Properties = Properties(source, dialect);
        node.Complete();
    }

    private void Core(SchemaNode node, string keyword, SourceNode value, SchemaResource resource)
    {
        switch (keyword)
        {
            case "$ref" when Text(value) is not null && _documents.Find(value, resource) is { } target:
                node.Ref = Node(target);
                break;
            case "$dynamicRef" when Text(value) is not null && _documents.Find(value, resource) is { } target:
                node.DynamicRef = new(Node(target));
                if (_documents.DynamicAnchor(value, target) is { } anchor && !_dynamic.TryAdd(anchor, [node.DynamicRef]))
                    _dynamic[anchor].Add(node.DynamicRef);
                break;
            case "$defs":
                // Nothing may refer to them, but their mistakes are mistakes.
                Map(value, (_, schema) => schema);
                break;
        }
    }

    private void Applicator(SchemaNode node, string keyword, SourceNode value)
    {
        switch (keyword)
        {
            case "allOf":
                node.AllOf = List(value);
                break;
            case "anyOf":
                node.AnyOf = List(value);
                break;
            case "oneOf":
                node.OneOf = List(value);
                break;
            case "not":
                node.Not = Node(value);
                break;
            case "if":
                node.If = Node(value);
                break;
            case "then":
                node.Then = Node(value);
                break;
            case "else":
                node.Else = Node(value);
                break;
            case "prefixItems":
                node.PrefixItems = List(value);
                break;
            case "items":
                node.Items = Node(value);
                break;
            case "contains":
                node.Contains = Node(value);
                break;
            case "patternProperties":
                node.PatternProperties = [.. Map(value, (name, schema) => (Pattern(name.Name, name), schema)).Where(p => p.Item1 is not null).Select(p => (p.Item1!, p.schema))];
                break;
            case "additionalProperties":
                node.AdditionalProperties = Node(value);
                break;
            case "propertyNames":
                node.PropertyNames = Node(value);
                break;
            case "dependentSchemas":
                node.DependentSchemas = Map(value, (name, schema) => (new SchemaName(name.Name), schema));
                break;
        }
    }

    private void Unevaluated(SchemaNode node, string keyword, SourceNode value)
    {
        if (keyword == "unevaluatedItems")
            node.UnevaluatedItems = Node(value);
        else if (keyword == "unevaluatedProperties")
            node.UnevaluatedProperties = Node(value);
    }

    private void Validation(SchemaNode node, string keyword, SourceNode value)
    {
        switch (keyword)
        {
            case "type":
                node.Types = Types(value);
                break;
            case "const":
                node.Const = Constant(value);
                break;
            case "enum" when value.Kind == JsonValueKind.Array:
                node.Enum = new([.. value.Items.Select(Constant)]);
                break;
            case "enum":
                Bad(value, "an array");
                break;
            case "minimum" or "exclusiveMinimum" when Bound(value, keyword[0] == 'e') is { } bound:
                node.Minimum = SchemaBound.Stricter(node.Minimum, bound, upper: false);
                break;
            case "maximum" or "exclusiveMaximum" when Bound(value, keyword[0] == 'e') is { } bound:
                node.Maximum = SchemaBound.Stricter(node.Maximum, bound, upper: true);
                break;
            case "multipleOf" when Bound(value, isExclusive: false) is { } bound:
                node.MultipleOf = Divisor(value, bound);
                break;
            case "minLength":
                node.MinLength = Count(value);
                break;
            case "maxLength":
                node.MaxLength = Count(value);
                break;
            case "pattern" when Text(value) is { } text:
                node.Pattern = Pattern(text, value);
                break;
            case "minItems":
                node.MinItems = Count(value);
                break;
            case "maxItems":
                node.MaxItems = Count(value);
                break;
            case "uniqueItems":
                node.UniqueItems = value.Kind == JsonValueKind.True;
                if (value.Kind is not (JsonValueKind.True or JsonValueKind.False))
                    Bad(value, "true or false");
                break;
            case "minContains":
                node.MinContains = Count(value);
                break;
            case "maxContains":
                node.MaxContains = Count(value);
                break;
            case "minProperties":
                node.MinProperties = Count(value);
                break;
            case "maxProperties":
                node.MaxProperties = Count(value);
                break;
            case "dependentRequired":
                node.DependentRequired = [.. Members(value).SelectMany(m => Texts(m).Select(r => (new SchemaName(m.Name), new SchemaName(r))))];
                break;
        }
    }

    private SchemaProperties? Properties(SourceNode source, SchemaDialect dialect)
    {
        var entries = new Dictionary<string, (SchemaNode? Schema, bool IsRequired)>(StringComparer.Ordinal);
        if (dialect.Applies && source.TryGet("properties", out var properties))
        {
            foreach (var (name, schema) in Map(properties, (name, schema) => (name.Name, schema)))
                entries.Add(name, (schema, false));
        }

        if (dialect.Validates && source.TryGet("required", out var required))
        {
            foreach (var name in Texts(required))
                entries[name] = (entries.GetValueOrDefault(name).Schema, true);
        }

        return entries.Count == 0 ? null : new([.. entries.Select(e => (e.Key, e.Value.Schema, e.Value.IsRequired))]);
    }

    private SchemaNode[] List(SourceNode value)
    {
        if (value.Kind != JsonValueKind.Array || value.Items.Count == 0)
            Bad(value, "an array of schemas that is not empty");
        return [.. value.Items.Select(Node)];
    }

    private T[] Map<T>(SourceNode value, Func<SourceNode, SchemaNode, T> make) => [.. Members(value).Select(m => make(m, Node(m)))];

    private IEnumerable<SourceNode> Members(SourceNode value)
    {
        if (value.Kind != JsonValueKind.Object)
            Bad(value, "an object");
        return value.Properties.Values;
    }

    private string? Text(SourceNode value)
    {
        if (value.Kind != JsonValueKind.String)
            Bad(value, "a text");
        return value.Kind == JsonValueKind.String ? value.Text : null;
    }

    private IEnumerable<string> Texts(SourceNode value)
    {
        if (value.Kind != JsonValueKind.Array || value.Items.Any(i => i.Kind != JsonValueKind.String))
            Bad(value, "an array of texts");
        return value.Items.Where(i => i.Kind == JsonValueKind.String).Select(i => i.Text!).Distinct(StringComparer.Ordinal);
    }

    private int Types(SourceNode value)
    {
        var (names, bits) = (value.Kind == JsonValueKind.Array ? value.Items : [value], 0);
        if (names.Count == 0)
            Bad(value, "a type or an array of types");
        foreach (var name in names)
        {
            var type = name.Kind == JsonValueKind.String ? SchemaTypes.Find(name.Text!) : 0;
            if (type == 0)
                faults.Report(name, name.Kind == JsonValueKind.String ? $"\"{name.Text}\" is not a type." : "A type must be a text.", name.Text ?? "", SchemaTypes.Names);
            bits |= type;
        }

        // A number may have any value, also a whole one.
        return (bits & (1 << (int)JsonKind.Number)) != 0 ? bits | SchemaTypes.Integer : bits;
    }

    private JsonConstant Constant(SourceNode value)
    {
        var constant = JsonConstant.Of(value, options);
        if (constant.Fault != TapeFault.None)
            Bad(value, "a value whose numbers have an exponent that can be compared");
        return constant;
    }

    private SchemaBound? Bound(SourceNode value, bool isExclusive)
    {
        if (value.Kind == JsonValueKind.Number && !JsonTape.HasHugeExponent(Encoding.ASCII.GetBytes(value.Text!)))
            return new(value.Text!, isExclusive);
        Bad(value, "a number");
        return null;
    }

    private SchemaBound? Divisor(SourceNode value, SchemaBound bound)
    {
        if (bound.CompareTo("0"u8) < 0 && JsonNumber.Parse(Encoding.ASCII.GetBytes(value.Text!)).Count <= LongestDivisor)
            return bound;
        Bad(value, $"a number above 0 with at most {LongestDivisor} digits");
        return null;
    }

    private int Count(SourceNode value)
    {
        var text = value.Kind == JsonValueKind.Number ? Encoding.ASCII.GetBytes(value.Text!) : "-1"u8.ToArray();
        if (!JsonTape.HasHugeExponent(text) && JsonNumber.Parse(text) is { IsInteger: true } number && JsonNumber.Compare(number, JsonNumber.Parse("0"u8)) >= 0)
            return JsonNumber.Compare(number, JsonNumber.Parse("2147483647"u8)) >= 0 ? int.MaxValue : (int)decimal.Parse(value.Text!, NumberStyles.Float, CultureInfo.InvariantCulture);
        Bad(value, "a whole number from 0");
        return 0;
    }

    private SchemaPattern? Pattern(string text, SourceNode place)
    {
        if (_patterns.TryGetValue(text, out var known))
            return known;
        if (_patterns.Count == MostPatterns)
        {
            faults.Report(place, $"The schema has more than {MostPatterns} different regular expressions.", "Split the schema.");
            return null;
        }

        var pattern = SchemaPattern.Create(text, options.RegexTimeout, out var error);
        if (pattern is null)
            faults.Report(place, $"\"{text}\" is not a regular expression: {error}.", "Write it as ECMA-262 has it with the flag u.");
        return _patterns[text] = pattern;
    }

    private void Bad(SourceNode value, string expected) => faults.Report(value, $"\"{value.Name}\" must be {expected}.");
}
