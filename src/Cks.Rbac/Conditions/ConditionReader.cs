using System.Globalization;
using System.Text.Json;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>Reads the <c>when</c> of a rule. What cannot be read is reported, and the condition is then <see langword="null"/>.</summary>
internal sealed class ConditionReader(ConditionVocabulary vocabulary, DiagnosticBag diagnostics)
{
    // A condition is repeated in the SQL of every list, where it has a budget as well.
    public const int MaxValues = 64;
    public const int MaxDepth = 8;

    public static IReadOnlySet<string> Words { get; } = new HashSet<string>(StringComparer.Ordinal) { "is", "any", "all", "not" };

    private static readonly string[] Operators = ["not", "lt", "le", "gt", "ge"];
    private int _values;

    public Condition? Read(SourceNode node)
    {
        var before = diagnostics.Total;
        var condition = ReadObject(node, 1);
        if (_values > MaxValues)
            diagnostics.Add(CksCodes.DocumentTooLarge, node, $"The condition names more than {MaxValues} values.", "Give the rows an attribute that tells the kind, and ask for that.");
        return diagnostics.Total == before ? condition : null;
    }

    private Condition ReadObject(SourceNode node, int depth)
    {
        if (depth > MaxDepth)
        {
            diagnostics.Add(CksCodes.DocumentTooLarge, node, $"The condition is more than {MaxDepth} levels deep.", "Split it into several rules.");
            return Condition.All([]);
        }

        var members = SourceReader.MembersOf(node, diagnostics);
        if (node.Kind == JsonValueKind.Object && members.Count == 0)
            diagnostics.Add(CksCodes.MissingProperty, node, "The condition asks for nothing.", "Name an attribute, or take it out.");
        return Condition.All([.. members.Select(m => ReadMember(m, depth))]);
    }

    private Condition ReadMember(SourceNode member, int depth) => member.Name switch
    {
        "is" => ReadRelations(member),
        "not" => Condition.Not(ReadObject(member, depth + 1)),
        "all" => Condition.All(ReadParts(member, depth)),
        "any" => Condition.Any(ReadParts(member, depth)),
        _ => ReadAttribute(member),
    };

    private Condition[] ReadParts(SourceNode node, int depth)
    {
        var items = SourceReader.ItemsOf(node, diagnostics);
        if (node is { Kind: JsonValueKind.Array, Items.Count: 0 })
            diagnostics.Add(CksCodes.MissingProperty, node, $"\"{node.Name}\" lists nothing.", "Name at least one condition, or take it out.");
        return [.. items.Select(i => ReadObject(i, depth + 1))];
    }

    private Condition ReadRelations(SourceNode node) => Condition.Any([.. Listed(node).Select(ReadRelation)]);

    private Condition ReadRelation(SourceNode node)
    {
        if (++_values > MaxValues || SourceReader.TextOf(node, diagnostics) is not { } name)
            return Condition.Any([]); // one that names too much is refused, whatever comes behind
        if (vocabulary.Definitions.TryGetValue(name, out var meaning))
        {
            _values += meaning.Everything().Sum(c => c.Values.Count + c.Subject.Count);
            return meaning;
        }

        if (!vocabulary.HasRelation(name))
            diagnostics.AddUnknown(CksCodes.UnknownAttribute, node, $"\"{vocabulary.Resource}\" has no relation \"{name}\".", name, [.. vocabulary.Relations, .. vocabulary.Definitions.Keys]);
        return Condition.Related(name);
    }

    private Condition ReadAttribute(SourceNode node)
    {
        if (vocabulary.FindAttribute(node.Name) is not { } attribute)
        {
            diagnostics.AddUnknown(CksCodes.UnknownAttribute, node.NamePlace, $"\"{vocabulary.Resource}\" has no attribute \"{node.Name}\".", node.Name, [.. vocabulary.Attributes.Select(a => a.Name)]);
            return Condition.Any([]);
        }

        return node.Kind == JsonValueKind.Object ? ReadOperators(attribute, node) : ReadOneOf(attribute, node);
    }

    private Condition ReadOperators(ResourceAttribute attribute, SourceNode node)
    {
        var reader = SourceReader.Of(node, diagnostics);
        var parts = new List<Condition>();
        foreach (var name in Operators)
        {
            if (reader.Optional(name) is not { } operand)
                continue;
            if (name == "not")
                parts.Add(Condition.Not(ReadOneOf(attribute, operand)));
            else if (attribute.Kind is not (AttributeKind.Number or AttributeKind.Time))
                diagnostics.Add(CksCodes.WrongKind, operand.NamePlace, $"\"{attribute.Name}\" is not a number or a time, and has no order.", "Name the values.");
            else if (ReadValue(attribute, operand) is { } value)
                parts.Add(Condition.Compare(KindOf(name), attribute, value));
        }

        reader.Complete();
        if (node.Properties.Count == 0)
            diagnostics.Add(CksCodes.MissingProperty, node, $"Nothing is asked of \"{attribute.Name}\".", $"Write one of {string.Join(", ", Operators)}, or the values.");
        return Condition.All(parts);
    }

    private Condition ReadOneOf(ResourceAttribute attribute, SourceNode node)
    {
        var (values, own) = (new List<AttributeValue>(), new List<SubjectValue>());
        foreach (var item in Listed(node))
        {
            if (++_values > MaxValues)
                break; // it is refused, whatever comes behind
            if (attribute.Kind == AttributeKind.Text && item is { Kind: JsonValueKind.String, Text: { } text } && SubjectValues.IsOne(text))
            {
                if (SubjectValues.Names.Index().FirstOrDefault(n => n.Item == text) is { Item: not null } found)
                    AddOnce(own, (SubjectValue)found.Index);
                else
                    diagnostics.AddUnknown(CksCodes.UnknownAttribute, item, $"A subject has no value \"{text}\".", text, SubjectValues.Names);
            }
            else if (ReadValue(attribute, item) is { } value)
                AddOnce(values, value);
        }

        return Condition.OneOf(attribute, [.. values], [.. own]);
    }

    private static void AddOnce<T>(List<T> list, T item)
    {
        if (!list.Contains(item))
            list.Add(item);
    }

    /// <summary>One value, or an array of at least one.</summary>
    private IReadOnlyList<SourceNode> Listed(SourceNode node)
    {
        if (node is { Kind: JsonValueKind.Array, Items.Count: 0 })
            diagnostics.Add(CksCodes.MissingProperty, node, $"\"{node.Name}\" is never one of no values.", "Name at least one value.");
        return node.Kind == JsonValueKind.Array ? node.Items : [node];
    }

    /// <summary>A value of the attribute's kind, and one that it can have.</summary>
    public AttributeValue? ReadValue(ResourceAttribute attribute, SourceNode node)
    {
        switch (attribute.Kind)
        {
            case AttributeKind.Text:
                if (SourceReader.TextOf(node, diagnostics) is not { } text)
                    return null;
                if (attribute.Values.Count > 0 && !vocabulary.IsListed(attribute.Name, text))
                    diagnostics.AddUnknown(CksCodes.UnknownAttribute, node, $"\"{attribute.Name}\" is never \"{text}\".", text, attribute.Values);
                return AttributeValue.Of(text);
            case AttributeKind.Number:
                if (!TryNumber(node, out var number))
                    return WrongKind(node, "a number of up to 28 digits");
                if (number < attribute.From || number > attribute.To)
                    diagnostics.Add(CksCodes.UnknownAttribute, node, $"\"{attribute.Name}\" is never {node.Text}.", $"It is from {attribute.From} to {attribute.To}.");
                return AttributeValue.Of(number);
            case AttributeKind.Time:
                return TryTime(node, out var time) ? AttributeValue.Of(time) : WrongKind(node, "a time such as \"2026-12-01T00:00:00Z\"");
            default:
                return node.Kind is JsonValueKind.True or JsonValueKind.False ? AttributeValue.Of(node.Kind == JsonValueKind.True) : WrongKind(node, "true or false");
        }
    }

    /// <summary>A number that is a decimal exactly as written: a rounded bound would let other rows in.</summary>
    public static bool TryNumber(SourceNode node, out decimal number)
    {
        number = 0;
        return node.Kind == JsonValueKind.Number && decimal.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && Digits(node.Text!) == Digits(number.ToString(CultureInfo.InvariantCulture));
    }

    // The significant ones: two numbers as near as a number and what it is rounded to have the same only when they are equal.
    private static string Digits(string number) => string.Concat(number.TakeWhile(c => c is not ('e' or 'E')).Where(char.IsAsciiDigit)).Trim('0');

    /// <summary>A point in time with its offset: without one it would depend on where it is read.</summary>
    public static bool TryTime(SourceNode node, out DateTimeOffset time)
    {
        time = default;
        return node.Kind == JsonValueKind.String
            && DateTimeOffset.TryParseExact(node.Text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)
            && (node.Text!.EndsWith('Z') || node.Text[^6] is '+' or '-');
    }

    private AttributeValue? WrongKind(SourceNode node, string expected)
    {
        diagnostics.Add(CksCodes.WrongKind, node, $"Something else stands where {expected} is expected.", $"Write {expected} here.");
        return null;
    }

    private static ConditionKind KindOf(string name) => name switch
    {
        "lt" => ConditionKind.Lt,
        "le" => ConditionKind.Le,
        "gt" => ConditionKind.Gt,
        _ => ConditionKind.Ge,
    };
}
