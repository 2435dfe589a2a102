using System.Globalization;
using System.Text;

namespace Cks.Rbac.Tests.Policies;

/// <summary>A policy as text, so that two can be compared: all that it means, and nothing of how it was written.</summary>
internal static class PolicyDump
{
    public static string Of(Policy policy)
    {
        var text = new StringBuilder();
        foreach (var resource in policy.Resources)
        {
            text.Append('\n').Append(resource.Name).Append(": ").AppendJoin(' ', resource.Capabilities.Select(c => c.Name)).Append(" | ").AppendJoin(' ', resource.Fields);
            foreach (var attribute in resource.Attributes)
                text.Append(" | ").Append(attribute.Name).Append(' ').Append(attribute.Kind).Append(' ').AppendJoin(' ', attribute.Values).Append(' ').Append(attribute.From).Append("..").Append(attribute.To);
            text.Append(" | ").AppendJoin(' ', resource.Relations);
            foreach (var (name, meaning) in resource.Vocabulary.Definitions)
                text.Append(" | ").Append(name).Append(" = ").Append(Of(meaning));
        }

        foreach (var role in policy.AllRoles)
        {
            text.Append('\n').Append(role.Name).Append(" < ").AppendJoin(' ', role.Parents).Append(" > ").AppendJoin(' ', role.Assigns);
            foreach (var rule in role.Own)
                text.Append("\n  ").Append(Of(rule));
        }

        foreach (var alias in policy.Aliases)
            text.Append('\n').Append(alias).Append(" = ").Append(policy.TryFind(alias, out var capability) ? capability.Name : "");
        foreach (var duty in policy.Duties)
            text.Append('\n').Append(duty.Id).Append(": ").AppendJoin(' ', duty.Roles);
        return text.Append('\n').AppendJoin(' ', policy.Sensitive.Select(c => c.Name)).ToString();
    }

    private static string Of(PolicyRule rule)
    {
        static string Names(FieldSet set) => string.Join(' ', set.Names);
        string[] parts =
        [
            rule.Id, rule.IsDeny ? "deny" : "permit", string.Join(' ', rule.Capabilities.Select(c => c.Name).Order(StringComparer.Ordinal)),
            Names(rule.Fields.Read), Names(rule.Fields.Write), Names(rule.Fields.Filter), Names(rule.Fields.Sort),
            Names(rule.Hidden.Read), Names(rule.Hidden.Write), Names(rule.Hidden.Filter), Names(rule.Hidden.Sort), rule.HidesFields ? "hides" : "",
            rule.From?.UtcTicks.ToString() ?? "", rule.Until?.UtcTicks.ToString() ?? "", string.Join(' ', rule.Obligations.Select(o => $"{o.Name} {o.Within}")), rule.IsBreakGlass ? "glass" : "",
            rule.When is null ? "" : Of(rule.When),
        ];
        return string.Join(" | ", parts);
    }

    /// <summary>Values that one of is asked for are the same as conditions of which one holds.</summary>
    private static string Of(Condition condition)
    {
        string[] parts = [.. Parts(condition, condition.Kind).Distinct().Order(StringComparer.Ordinal)];
        return parts is [var only] ? only : condition.Kind switch
        {
            ConditionKind.All => $"({string.Join(" & ", parts)})",
            ConditionKind.Not => $"!{Of(condition.Parts[0])}",
            _ => $"({string.Join(" / ", parts)})",
        };
    }

    private static IEnumerable<string> Parts(Condition condition, ConditionKind kind) => condition.Kind switch
    {
        ConditionKind.OneOf when kind is ConditionKind.Any or ConditionKind.OneOf => condition.Values.Select(Value).Concat(condition.Subject.Select(v => $"${v}")).Select(v => $"{condition.Name} = {condition.Attribute!.Kind} {v}"),
        ConditionKind.Any when kind is ConditionKind.Any => condition.Parts.SelectMany(p => Parts(p, kind)),
        ConditionKind.All when kind is ConditionKind.All => condition.Parts.SelectMany(p => Parts(p, kind)),
        ConditionKind.Not when kind is ConditionKind.Not => [$"!{Of(condition.Parts[0])}"],
        ConditionKind.Related => [$"is {condition.Name}"],
        ConditionKind.Lt or ConditionKind.Le or ConditionKind.Gt or ConditionKind.Ge => [$"{condition.Name} {condition.Kind} {Value(condition.Values[0])}"],
        _ => [Of(condition)],
    };

    /// <summary>A number without the zeros that it was written with.</summary>
    private static string Value(AttributeValue value) => value.Kind == AttributeKind.Number ? (value.Number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture) : value.ToString();
}
