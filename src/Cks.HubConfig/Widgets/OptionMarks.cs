using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Finds what of the marks of an options schema says nothing: one that is misspelt, or stands where it does not hold for every value. Such an option would never reach the browser, without a word.</summary>
internal sealed class OptionMarks(SourceNode schema, DiagnosticBag diagnostics)
{
    private const string Prefix = "x-hub-";
    private static readonly string[] Maps = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];
    private static readonly string[] Lists = ["allOf", "anyOf", "oneOf", "prefixItems"];

    private static readonly string[] Single =
        ["additionalProperties", "items", "contains", "not", "if", "then", "else", "propertyNames", "unevaluatedProperties", "unevaluatedItems", "contentSchema"];

    private readonly HashSet<SourceNode> _counted = new(ReferenceEqualityComparer.Instance);

    public void Check()
    {
        Follow(schema);
        Walk(schema);
    }

    // Where a mark counts: the ways that OptionVisibility goes.
    private void Follow(SourceNode node)
    {
        if (!_counted.Add(node))
            return;
        if (node.TryGet("$ref", out var reference))
            if (OptionVisibility.Resolve(schema, reference.Text) is { } target)
                Follow(target);
            else
                Report(reference, "What goes to a browser is not read through this reference.", "Refer to \"#/$defs/name\".");
        if (node.TryGet("$dynamicRef", out var dynamic))
            Report(dynamic, "What goes to a browser is not read through this reference.", "Write $ref to \"#/$defs/name\".");
        if (node.TryGet("allOf", out var all))
            foreach (var part in all.Items)
                Follow(part);
        if (node.TryGet("properties", out var properties))
            foreach (var property in properties.Properties.Values)
                Follow(property);
        if (node.TryGet("additionalProperties", out var others) && !node.TryGet("patternProperties", out _))
            Follow(others);
    }

    private void Walk(SourceNode node)
    {
        foreach (var member in node.Properties.Values)
        {
            if (member.Name.StartsWith(Prefix, StringComparison.Ordinal))
                CheckMark(node, member);
            else if (member.Name == "$id" && node != schema)
                Report(member, "A schema within the schema has an $id of its own.", "Take it out, and refer to \"#/$defs/name\".");
            else if (Maps.Contains(member.Name))
                foreach (var inner in member.Properties.Values)
                    Walk(inner);
            else if (Lists.Contains(member.Name))
                foreach (var inner in member.Items)
                    Walk(inner);
            else if (Single.Contains(member.Name))
                Walk(member);
        }
    }

    private void CheckMark(SourceNode node, SourceNode mark)
    {
        if (mark.Name != OptionVisibility.Keyword)
            diagnostics.AddUnknown(CksCodes.InvalidSetting, mark.NamePlace, $"\"{mark.Name}\" says nothing in the options of a widget.", mark.Name, [OptionVisibility.Keyword]);
        else if (mark.Kind != JsonValueKind.String || mark.Text != OptionVisibility.Client)
            diagnostics.AddUnknown(CksCodes.InvalidSetting, mark, $"{OptionVisibility.Keyword} has no such value.", mark.Text ?? "", [OptionVisibility.Client]);
        else if (!_counted.Contains(node))
            Report(mark, "The mark stands where it does not hold for every value, and counts nowhere.", "Mark the option, or the object or list around it, along properties, additionalProperties, allOf and $ref.");
    }

    private void Report(SourceNode node, string message, string fix) => diagnostics.Add(CksCodes.InvalidSetting, node, message, fix);
}
