using System.Text.Json;

namespace Cks.Rbac;

/// <summary>Explanations as data.</summary>
internal static class ExplanationJson
{
    public static void Write(Utf8JsonWriter json, DecisionExplanation explanation)
    {
        var decision = explanation.Decision;
        json.WriteStartObject();
        json.WriteBoolean("permitted", decision.IsPermitted);
        json.WriteString("reason", decision.Reason.ToText());
        json.WriteString("rule", decision.Rule);
        json.WriteString("policyVersion", decision.PolicyVersion.ToString());
        json.WriteString("capability", explanation.Capability);
        WriteList(json, "roles", explanation.Roles);
        json.WriteStartArray("rules");
        foreach (var rule in explanation.Rules)
            Write(json, rule);
        json.WriteEndArray();
        if (explanation.Nearest is { } nearest)
            Write(json, nearest);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RuleExplanation rule)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        json.WriteString("effect", rule.IsDeny ? "deny" : "permit");
        json.WriteString("state", ExplanationText.Of(rule.State));
        json.WriteBoolean("decides", rule.Decides);
        WriteList(json, "path", rule.Path);
        if (rule.Clauses.Count > 0)
        {
            json.WriteStartArray("clauses");
            foreach (var clause in rule.Clauses)
                Write(json, clause);
            json.WriteEndArray();
        }

        WriteList(json, "unmetObligations", rule.UnmetObligations);
        if (rule.From is { } from)
            json.WriteString("from", from);
        if (rule.Until is { } until)
            json.WriteString("until", until);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ClauseExplanation clause)
    {
        json.WriteStartObject();
        json.WriteString("name", clause.Name);
        json.WriteString("asks", clause.Kind switch
        {
            PlanNodeKind.OneOf => "one_of",
            PlanNodeKind.NoneOf => "none_of",
            PlanNodeKind.Lt => "lt",
            PlanNodeKind.Le => "le",
            PlanNodeKind.Gt => "gt",
            PlanNodeKind.Ge => "ge",
            PlanNodeKind.Related => "related",
            _ => "not_related",
        });
        json.WriteString("state", clause.State switch { ClauseState.AttributeMissing => "attribute_missing", ClauseState.SubjectValueMissing => "subject_value_missing", _ => "differs" });
        WriteList(json, "expected", clause.Expected);
        WriteList(json, "missingOfSubject", clause.MissingOfSubject);
        if (clause.Actual is { } actual)
            json.WriteString("actual", actual);
        if (clause.SubjectValues.Count > 0)
        {
            json.WriteStartObject("subjectValues");
            foreach (var (name, value) in clause.SubjectValues)
                json.WriteString(name, value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, NearestGrant nearest)
    {
        json.WriteStartObject("nearest");
        json.WriteString("kind", nearest.Kind switch { NearestGrantKind.BreakGlass => "break_glass", NearestGrantKind.Role => "role", NearestGrantKind.Permit => "permit", _ => "none" });
        if (nearest.Name.Length > 0)
            json.WriteString("name", nearest.Name);
        if (nearest.Rule is { } rule)
            json.WriteString("rule", rule);
        if (nearest.Kind == NearestGrantKind.Role)
            json.WriteNumber("adds", nearest.Adds);
        if (nearest.OnSomeResources)
            json.WriteBoolean("onSomeResources", true);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
