using System.Text.Json;
using Cks.Core;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>
/// Reads <c>where</c>: a text or several, <c>null</c>, <c>{"on": "today"}</c>, <c>{"from": "today"}</c> or <c>{"below": "otherField"}</c> for each field.
/// A condition that is not understood is never left out: more rows would match.
/// </summary>
internal sealed class FilterReader(ScopeDraft draft)
{
    private const string Forms = "Write a text, a list of texts, null, {\"on\": \"today\"}, {\"from\": \"today\"} or {\"below\": \"another field\"}.";

    public IReadOnlyList<FieldCondition> Read(IEnumerable<SourceNode> members) => [.. members.Select(ReadCondition).OfType<FieldCondition>()];

    /// <summary>Looks the fields of a condition up; a missing one, or one of another type, is reported (CKS307).</summary>
    public RowFilter? Bind(ScopeEntity entity, FieldCondition condition) => condition.Kind switch
    {
        FieldConditionKind.OneOf => Field(entity, condition.Field, condition.Node.NamePlace, "text", FieldType.Text) is { } f ? new OneOfFilter(f.Name, (Column<string>)f.Column, condition.Values) : null,
        FieldConditionKind.Missing => Field(entity, condition.Field, condition.Node.NamePlace, "text, integer or timestamp", FieldType.Text, FieldType.Integer, FieldType.Timestamp) is { } f ? new MissingFilter(f.Name, f.Column) : null,
        FieldConditionKind.Below => BindBelow(Field(entity, condition.Field, condition.Node.NamePlace, "integer", FieldType.Integer), Field(entity, condition.Other!, condition.Node.Properties["below"], "integer", FieldType.Integer)),
        _ => Field(entity, condition.Field, condition.Node.NamePlace, "timestamp", FieldType.Timestamp) is { } f ? new DayFilter(f.Name, f.Column, condition.Kind == FieldConditionKind.FromToday) : null,
    };

    /// <summary>The field of that name and one of these types.</summary>
    public ScopeField? Field(ScopeEntity entity, string name, SourcePlace place, string kind, params ReadOnlySpan<FieldType> types)
    {
        if (entity.FindField(name) is { } field && types.Contains(field.Type))
            return field;
        // A metric that several roles use is read for each of them.
        if (draft.IsFirstOf(place.Location))
            draft.Diagnostics.AddUnknown(CksCodes.UnknownColumn, place, $"\"{entity.Name}\" has no {kind} field \"{name}\".", name, FieldsOf(entity, types));
        return null;
    }

    private static string[] FieldsOf(ScopeEntity entity, ReadOnlySpan<FieldType> types)
    {
        var names = new List<string>();
        foreach (var field in entity.Fields)
            if (types.Contains(field.Type))
                names.Add(field.Name);
        return [.. names];
    }

    private static BelowFilter? BindBelow(ScopeField? field, ScopeField? other) =>
        field is null || other is null ? null : new(field.Name, (Column<long?>)field.Column, other.Name, (Column<long?>)other.Column);

    private FieldCondition? ReadCondition(SourceNode node)
    {
        switch (node.Kind)
        {
            case JsonValueKind.Null:
                return new(node, node.Name, FieldConditionKind.Missing, []);
            case JsonValueKind.String:
                return new(node, node.Name, FieldConditionKind.OneOf, [node.Text!]);
            case JsonValueKind.Array when node.Items.Count is > 0 and <= Query.LongestList && node.Items.All(i => i.Kind == JsonValueKind.String):
                return new(node, node.Name, FieldConditionKind.OneOf, [.. node.Items.Select(i => i.Text!)]);
            case JsonValueKind.Object when node.Properties.Count == 1 && node.Properties.Values.Single() is { Kind: JsonValueKind.String } value:
                if (value is { Name: "on" or "from", Text: "today" })
                    return new(node, node.Name, value.Name == "on" ? FieldConditionKind.OnToday : FieldConditionKind.FromToday, []);
                if (value.Name == "below")
                    return new(node, node.Name, FieldConditionKind.Below, [], value.Text);
                break;
        }

        draft.Diagnostics.Add(CksCodes.WrongKind, node, $"\"{node.Name}\" is compared in no known way.", Forms);
        return null;
    }
}
