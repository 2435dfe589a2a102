using System.Globalization;
using System.Text;

namespace Cks.Core;

/// <summary>Says what a document breaks, and where.</summary>
internal readonly ref struct SchemaReport(JsonView view, SourceText text, DiagnosticBag diagnostics)
{
    /// <summary>How much is told of one document.</summary>
    public const int MostIssues = 100;

    private const int ToldOfAlternative = 3;
    private const int LongestValue = 80;

    // A name may be as long as the document, and the pointers of all findings below would hold it.
    private const int LongestPointer = 16_384;

    private readonly JsonView _view = view;

    /// <summary>A finding for every broken rule, in the order of the document; one that several schemas make is told once.</summary>
    public void Write(List<SchemaIssue> issues)
    {
        var told = new HashSet<(int, string)>();
        foreach (var issue in issues.OrderBy(i => i.At))
        {
            var (message, fix, suggestion) = Describe(issue, explain: true);
            if (told.Add((issue.At, message)))
                diagnostics.Add(CksCodes.SchemaMismatch, PlaceOf(issue), message, fix, suggestion);
        }
    }

    private (string Message, string Fix, string? Suggestion) Describe(SchemaIssue issue, bool explain)
    {
        var node = issue.Node;
        if (issue.Rule == SchemaRule.UnknownProperty)
            return Advise($"\"{NameOf(issue.At)}\" is not known here.", NameOf(issue.At), Declared(node));
        if (issue.Rule == SchemaRule.Enum && _view.Tokens[issue.At].Kind == JsonKind.String && node.Enum!.Texts.ToArray() is { Length: > 0 } texts)
            return Advise($"{ValueOf(issue.At)} is not one of the allowed values.", TextOf(issue.At), texts);
        var (message, fix) = Rule(issue, node, explain);
        return (message, fix, null);
    }

    private (string Message, string Fix, string? Suggestion) Advise(string message, string name, IReadOnlyCollection<string> known)
    {
        var suggestion = diagnostics.Closest(name, known);
        return (message, DidYouMean.Advice(suggestion, known), suggestion);
    }

    private (string Message, string Fix) Rule(SchemaIssue issue, SchemaNode node, bool explain) =>
        issue.Rule switch
        {
            SchemaRule.Never => ("Nothing is allowed here.", "Take the value out."),
            SchemaRule.Type => ($"{KindOf(issue.At)} stands where {SchemaTypes.Describe(node.Types)} is expected.", ""),
            SchemaRule.Const => ($"The value must be {Short(node.Const!.Utf8)}.", ""),
            SchemaRule.Enum => ($"{ValueOf(issue.At)} is not one of the allowed values.", $"Allowed: {string.Join(", ", node.Enum!.Written.Take(20).Select(v => Short(v)))}."),
            SchemaRule.Minimum => ($"The number must be {(node.Minimum!.IsExclusive ? "greater than" : "at least")} {Short(node.Minimum.Text)}.", ""),
            SchemaRule.Maximum => ($"The number must be {(node.Maximum!.IsExclusive ? "less than" : "at most")} {Short(node.Maximum.Text)}.", ""),
            SchemaRule.MultipleOf => ($"The number must be a multiple of {Short(node.MultipleOf!.Text)}.", ""),
            SchemaRule.MinLength => ($"The text must have at least {Count(node.MinLength, "character")}.", ""),
            SchemaRule.MaxLength => ($"The text must have at most {Count(node.MaxLength, "character")}.", ""),
            SchemaRule.Pattern => ($"{ValueOf(issue.At)} does not match the pattern {Short(node.Pattern!.Text)}.", ""),
            SchemaRule.Format => ($"{ValueOf(issue.At)} is not of the format {SchemaFormats.NameOf(node.Format)}.", ""),
            SchemaRule.MinItems => ($"The array must have at least {Count(node.MinItems, "item")}.", ""),
            SchemaRule.MaxItems => ($"The array must have at most {Count(node.MaxItems, "item")}.", ""),
            SchemaRule.UniqueItems => ("Two items of the array are equal.", "Keep one of the two."),
            SchemaRule.Contains => ($"The array must have at least {Count(node.MinContains, "item")} of the kind that \"contains\" describes.", ""),
            SchemaRule.MaxContains => ($"The array must have at most {Count(node.MaxContains, "item")} of the kind that \"contains\" describes.", ""),
            SchemaRule.MinProperties => ($"The object must have at least {(node.MinProperties == 1 ? "1 property" : Count(node.MinProperties, "propertie"))}.", ""),
            SchemaRule.MaxProperties => ($"The object must have at most {(node.MaxProperties == 1 ? "1 property" : Count(node.MaxProperties, "propertie"))}.", ""),
            SchemaRule.Required => ($"\"{node.Properties!.Required[issue.Detail].Text}\" is missing.", $"Add \"{node.Properties.Required[issue.Detail].Text}\" to this object."),
            SchemaRule.DependentRequired when node.DependentRequired![issue.Detail] is var (name, required) => ($"\"{required.Text}\" is missing, which \"{name.Text}\" needs.", $"Add \"{required.Text}\" to this object."),
            SchemaRule.PropertyName => ($"\"{NameOf(issue.At)}\" is not allowed as a name here.", "Choose another name."),
            SchemaRule.AnyOf => ($"The value fits none of the {node.AnyOf!.Length} alternatives of \"anyOf\".{Nearest(issue, explain)}", ""),
            SchemaRule.OneOf => ($"The value fits none of the {node.OneOf!.Length} alternatives of \"oneOf\".{Nearest(issue, explain)}", ""),
            SchemaRule.SeveralOf => ("The value fits several alternatives of \"oneOf\", and must fit just one.", ""),
            _ => ("The value is of the kind that \"not\" excludes.", ""),
        };

    private string Nearest(SchemaIssue issue, bool explain)
    {
        if (!explain || issue.Inner is not { Count: > 0 } inner)
            return "";
        var told = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $" Number {issue.Detail + 1} comes nearest:"));
        foreach (var one in inner.Take(ToldOfAlternative))
        {
            var (message, fix, _) = Describe(one, explain: false);
            var pointer = one.At == issue.At ? "" : $" at {Pointer(one.At)}:";
            told.Append(pointer).Append(' ').Append(message);
            if (fix.Length > 0)
                told.Append(' ').Append(fix);
        }

        return told.ToString();
    }

    /// <summary>The names that a schema declares for the properties of an object, also by the schemas that it applies in place.</summary>
    private static IReadOnlyCollection<string> Declared(SchemaNode node)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var (seen, open) = (new HashSet<SchemaNode> { node }, new Queue<SchemaNode>([node]));
        while (open.TryDequeue(out var next) && seen.Count < MostIssues)
        {
            names.UnionWith(next.Properties?.Declared ?? []);
            foreach (var part in node.UnevaluatedProperties is null ? [] : next.InPlace().Where(seen.Add))
                open.Enqueue(part);
        }

        return names;
    }

    // Of a name that should not be there, the name; of anything else the value.
    private SourcePlace PlaceOf(SchemaIssue issue)
    {
        ref readonly var token = ref _view.Tokens[issue.Rule is SchemaRule.UnknownProperty or SchemaRule.PropertyName ? issue.At - 1 : issue.At];
        var length = token.Kind switch
        {
            JsonKind.String => token.IsUnescaped ? 0 : text.Measure(token.Start, token.Length) + 2,
            JsonKind.Number => token.Length,
            JsonKind.True or JsonKind.Null => 4,
            JsonKind.False => 5,
            _ => 1,
        };
        return new(text.Locate(token.Raw, Pointer(issue.At)), length);
    }

    private string KindOf(int at) => _view.Tokens[at].Kind switch
    {
        JsonKind.Object => "An object",
        JsonKind.Array => "An array",
        JsonKind.String => "A string",
        JsonKind.Number => "A number",
        JsonKind.Null => "null",
        var kind => kind == JsonKind.True ? "true" : "false",
    };

    private string ValueOf(int at) => _view.Tokens[at].Kind switch
    {
        JsonKind.String => $"\"{Short(TextOf(at))}\"",
        JsonKind.Number => Short(TextOf(at)),
        _ => KindOf(at),
    };

    private string TextOf(int at) => Encoding.UTF8.GetString(_view.Bytes(at));

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private static string Short(ReadOnlySpan<byte> utf8) => Short(Encoding.UTF8.GetString(utf8));

    private static string Short(string value) => value.Length <= LongestValue ? value : value[..(char.IsHighSurrogate(value[LongestValue - 1]) ? LongestValue - 1 : LongestValue)] + "...";

    /// <summary>The name of the property whose value stands at a place.</summary>
    private string NameOf(int at) => TextOf(at - 1);

    /// <summary>The pointer of a value; where it would be too long, of the value around it that it still names.</summary>
    private string Pointer(int at)
    {
        var pointer = new StringBuilder();
        for (var container = 0; container != at;)
        {
            var isObject = _view.Tokens[container].Kind == JsonKind.Object;
            var (next, index) = (container + 1, 0);
            for (; ; index++)
            {
                var value = isObject ? next + 1 : next;
                if (at < _view.Tokens[value].Next)
                {
                    if (isObject && _view.Tokens[next].Length > LongestPointer - pointer.Length)
                        return pointer.ToString();
                    var step = isObject ? TextOf(next).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal) : index.ToString(CultureInfo.InvariantCulture);
                    pointer.Append('/').Append(step);
                    container = value;
                    break;
                }

                next = _view.Tokens[value].Next;
            }
        }

        return pointer.ToString();
    }
}
