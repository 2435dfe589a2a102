using System.Text.Json;
using System.Text.RegularExpressions;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>A resource as written; it gets ids only when the whole document is good.</summary>
internal sealed record ResourceDraft(IReadOnlyList<string> Capabilities, IReadOnlyList<string> Fields, IReadOnlyList<string> Sensitive, ConditionVocabulary Vocabulary)
{
    public required SourcePlace Place { get; init; }

    /// <summary>Where each of the capabilities is declared.</summary>
    public required IReadOnlyList<SourcePlace> ActionPlaces { get; init; }
}

/// <summary>Reads what a policy declares about one resource.</summary>
internal sealed partial class ResourceReader(DiagnosticBag diagnostics)
{
    private const int MaxRelations = 64;

    public ResourceDraft Read(SourceNode node)
    {
        var reader = SourceReader.Of(node, diagnostics);
        var isNamed = CapabilityId.IsWellFormed($"{node.Name}:view");
        if (!isNamed)
            diagnostics.Add(CksCodes.InvalidName, node.NamePlace, $"\"{node.Name}\" cannot be the name of a resource.", "Use a-z, 0-9, - and _, starting with a letter.");
        var (capabilities, actions) = (new List<string>(), reader.Strings("actions").DistinctBy(a => a.Text).ToArray());
        foreach (var action in actions)
        {
            // A name that is not allowed is known all the same: it is reported here, and not once more by each rule that names it.
            capabilities.Add($"{node.Name}:{action.Text}");
            if (isNamed && !CapabilityId.IsWellFormed(capabilities[^1]))
                diagnostics.Add(CksCodes.InvalidName, action, $"\"{capabilities[^1]}\" is not a capability.", "Use a-z, 0-9, - and _, starting with a letter.");
        }

        var (sensitive, declared) = (new List<string>(), capabilities.ToHashSet(StringComparer.Ordinal));
        foreach (var action in reader.Strings("sensitive"))
        {
            sensitive.Add($"{node.Name}:{action.Text}");
            if (!declared.Contains(sensitive[^1]))
                diagnostics.AddUnknown(CksCodes.UnknownCapability, action, $"\"{node.Name}\" has no action \"{action.Text}\".", action.Text!, [.. capabilities.Select(c => c[(node.Name.Length + 1)..])]);
        }

        var fields = reader.Strings("fields").Select(f => f.Text!).Distinct(StringComparer.Ordinal).ToArray();
        if (fields.Length > ResourceFields.Limit)
            diagnostics.Add(CksCodes.DocumentTooLarge, node.NamePlace, $"\"{node.Name}\" declares more than {ResourceFields.Limit} fields.", "Declare fewer.");
        var attributes = reader.Optional("attributes") is { } written ? ReadAttributes(written) : [];
        var vocabulary = new ConditionVocabulary(node.Name, attributes, [], new Dictionary<string, Condition>());
        if (reader.Optional("relations") is { } relations)
            vocabulary = ReadRelations(relations, vocabulary);
        reader.Complete();
        return new(capabilities, fields, sensitive, vocabulary) { Place = node.NamePlace, ActionPlaces = [.. actions.Select(SourcePlace.OfValue)] };
    }

    private IReadOnlyList<ResourceAttribute> ReadAttributes(SourceNode node)
    {
        var attributes = new List<ResourceAttribute>();
        if (node.Kind == JsonValueKind.Array)
            attributes.AddRange(node.Items.Where(i => SourceReader.TextOf(i, diagnostics) is not null).DistinctBy(i => i.Text).Where(i => IsAllowed(i.Text!, i)).Select(i => new ResourceAttribute(i.Text!, AttributeKind.Text)));
        else
            attributes.AddRange(SourceReader.MembersOf(node, diagnostics).Where(m => IsAllowed(m.Name, m.NamePlace)).Select(ReadAttribute));
        return attributes;
    }

    private bool IsAllowed(string name, SourcePlace place)
    {
        if (NameForm().IsMatch(name) && !ConditionReader.Words.Contains(name))
            return true;
        diagnostics.Add(CksCodes.InvalidName, place, $"\"{name}\" cannot be the name of an attribute.", "Use letters, digits, - and _, starting with a letter, and none of is, any, all and not.");
        return false;
    }

    private ResourceAttribute ReadAttribute(SourceNode node)
    {
        switch (node.Kind)
        {
            case JsonValueKind.Array:
                if (node.Items.Count == 0)
                    diagnostics.Add(CksCodes.MissingProperty, node, $"\"{node.Name}\" has no value.", "Name its values, or write \"text\".");
                return new(node.Name, AttributeKind.Text) { Values = [.. node.Items.Select(i => SourceReader.TextOf(i, diagnostics)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] };
            case JsonValueKind.Object:
                var reader = SourceReader.Of(node, diagnostics);
                var (from, to) = (ReadNumber(reader.Required("from")), ReadNumber(reader.Required("to")));
                reader.Complete();
                if (from > to)
                    diagnostics.Add(CksCodes.WrongKind, node, $"\"{node.Name}\" ends before it begins.", "Swap \"from\" and \"to\".");
                return new(node.Name, AttributeKind.Number) { From = from, To = to };
            default:
                if (SourceReader.TextOf(node, diagnostics) is { } kind && kind is not ("text" or "number" or "time" or "flag"))
                    diagnostics.AddUnknown(CksCodes.WrongKind, node, $"\"{kind}\" is no kind of attribute.", kind, ["text", "number", "time", "flag"]);
                return new(node.Name, node.Text switch { "number" => AttributeKind.Number, "time" => AttributeKind.Time, "flag" => AttributeKind.Flag, _ => AttributeKind.Text });
        }
    }

    private decimal? ReadNumber(SourceNode? node)
    {
        if (node is null)
            return null;
        if (ConditionReader.TryNumber(node, out var number))
            return number;
        diagnostics.Add(CksCodes.WrongKind, node, "Something else stands where a number of up to 28 digits is expected.", "Write a number of up to 28 digits here.");
        return null;
    }

    private ConditionVocabulary ReadRelations(SourceNode node, ConditionVocabulary vocabulary)
    {
        var (resolved, meanings) = (new List<string>(), new Dictionary<string, Condition>(StringComparer.Ordinal));
        var names = node.Kind == JsonValueKind.Array ? node.Items.Where(i => SourceReader.TextOf(i, diagnostics) is not null).DistinctBy(i => i.Text) : SourceReader.MembersOf(node, diagnostics);
        foreach (var relation in names)
        {
            var name = node.Kind == JsonValueKind.Array ? relation.Text! : relation.Name;
            if (!NameForm().IsMatch(name))
                diagnostics.Add(CksCodes.InvalidName, relation, $"\"{name}\" cannot be the name of a relation.", "Use letters, digits, - and _, starting with a letter.");
            else if (node.Kind == JsonValueKind.Array || relation is { Kind: JsonValueKind.String, Text: "resolved" })
                resolved.Add(name);
            else if (relation.Kind == JsonValueKind.String)
                diagnostics.AddUnknown(CksCodes.WrongKind, relation, "A relation is \"resolved\" or a condition.", relation.Text ?? "", ["resolved"]);
            else if (new ConditionReader(vocabulary, diagnostics).Read(relation) is { } meaning)
                meanings[name] = meaning;
            else
                meanings[name] = Condition.Any([]); // known all the same: its mistake is reported already
        }

        if (resolved.Count > MaxRelations)
            diagnostics.Add(CksCodes.DocumentTooLarge, node, $"More than {MaxRelations} relations.", "Declare fewer.");
        return new(vocabulary.Resource, vocabulary.Attributes, resolved, meanings);
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();
}
