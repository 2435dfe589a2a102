using System.Globalization;
using System.Text;

namespace Cks.Rbac;

/// <summary>Explanations in words.</summary>
internal static class ExplanationText
{
    public static string Of(DecisionExplanation explanation)
    {
        var text = new StringBuilder(Verdict(explanation));
        foreach (var rule in explanation.Rules)
            text.Append("\n- ").Append(Of(rule));
        if (explanation.Nearest is { } nearest)
            text.Append('\n').Append(Of(nearest));
        return text.ToString();
    }

    public static string Of(RuleState state) => state switch
    {
        RuleState.Applies => "applies",
        RuleState.ConditionFalse => "condition_false",
        RuleState.ConditionUnknown => "condition_unknown",
        RuleState.NeedsResource => "needs_resource",
        RuleState.NotYet => "not_yet",
        RuleState.Ended => "ended",
        RuleState.BreakGlassClosed => "break_glass_closed",
        RuleState.ObligationUnmet => "obligation_unmet",
        _ => "hides_fields",
    };

    /// <summary>What a clause asks: <c>status = "open" or "late"</c>.</summary>
    public static string Asks(PlanNodeKind kind, string name, IEnumerable<string> expected)
    {
        string Values() => string.Join(" or ", expected);
        return kind switch
        {
            PlanNodeKind.OneOf => $"{name} = {Values()}",
            PlanNodeKind.NoneOf => $"{name} other than {Values()}",
            PlanNodeKind.Lt => $"{name} < {Values()}",
            PlanNodeKind.Le => $"{name} <= {Values()}",
            PlanNodeKind.Gt => $"{name} > {Values()}",
            PlanNodeKind.Ge => $"{name} >= {Values()}",
            PlanNodeKind.Related => $"the relation \"{name}\"",
            _ => $"no relation \"{name}\"",
        };
    }

    private static string Verdict(DecisionExplanation explanation)
    {
        var (decision, what) = (explanation.Decision, explanation.Capability.Length == 0 ? "The capability" : explanation.Capability);
        return decision.Reason switch
        {
            DecisionReason.Permitted => $"{what} is permitted by rule {decision.Rule}.",
            DecisionReason.Denied => $"{what} is refused: rule {decision.Rule} denies it.",
            DecisionReason.NotPermitted => $"{what} is refused: no rule of {string.Join(", ", explanation.Roles.DefaultIfEmpty("the person"))} permits it{(explanation.Rules.Any(r => !r.IsDeny) ? " here" : "")}.",
            DecisionReason.NoRole => $"{what} is refused: the subject has no role that the policy knows.",
            DecisionReason.UnknownCapability => $"{what} is refused: the policy does not declare it.",
            DecisionReason.NeedsResource => $"{what} depends on the resource: ask with it.",
            DecisionReason.ObligationUnmet => $"{what} is refused until this is done: {string.Join(", ", explanation.Rules.FirstOrDefault(r => r.Decides)?.UnmetObligations ?? [])}.",
            DecisionReason.Ceiling => $"{what} is refused: a ceiling narrows it away, whatever the rules say.",
            DecisionReason.BeyondCredential => $"{what} is refused: the credential that was presented may not be used for it.",
            DecisionReason.BeyondActor => $"{what} is refused: whoever acts in the person's place is not permitted it themselves.",
            DecisionReason.GrantsUnknown => $"{what} is refused: nobody has asked for the subject's grants.",
            _ => $"{what} is refused: nothing was decided.",
        };
    }

    private static string Of(RuleExplanation rule)
    {
        var from = rule.Path.Count == 0 ? "personal" : string.Join(" <- ", rule.Path);
        return $"{(rule.IsDeny ? "deny" : "permit")} {rule.Id} ({from}) " + rule.State switch
        {
            RuleState.Applies when rule.Clauses.Count > 0 => $"applies. It would not with {Clauses(rule)}.",
            RuleState.Applies => "applies.",
            RuleState.ConditionFalse or RuleState.ConditionUnknown => $"does not apply: it asks for {Clauses(rule)}.",
            RuleState.NeedsResource => "depends on the resource.",
            RuleState.NotYet => $"does not apply before {Time(rule.From)}.",
            RuleState.Ended => $"does not apply any more since {Time(rule.Until)}.",
            RuleState.BreakGlassClosed => "does not apply: nobody has broken the glass for this person.",
            RuleState.ObligationUnmet => $"permits once this is done: {string.Join(", ", rule.UnmetObligations)}.",
            _ => "hides fields, and denies nothing else.",
        };
    }

    private static string Clauses(RuleExplanation rule) => string.Join("; and for ", rule.Clauses.Select(Of));

    private static string Of(ClauseExplanation clause)
    {
        var asked = Asks(clause.Kind, clause.Name, clause.Expected.Select(e => e.StartsWith('$') ? clause.SubjectValues.TryGetValue(e, out var own) ? $"{e} ({Quote(own)})" : e : Quote(e)));
        return clause.State switch
        {
            ClauseState.AttributeMissing => $"{asked}, and {clause.Name} is missing",
            ClauseState.SubjectValueMissing => $"{asked}, and the subject has no {string.Join(", ", clause.MissingOfSubject)}",
            _ when clause.Actual is { } actual => $"{asked}, and it is {Quote(actual)}",
            _ when clause.Kind == PlanNodeKind.Related => $"{asked}, and there is none",
            _ when clause.Kind == PlanNodeKind.NotRelated => $"{asked}, and there is one",
            _ => $"{asked}, and that is not so",
        };
    }

    private static string Of(NearestGrant nearest) => nearest.Kind switch
    {
        NearestGrantKind.BreakGlass => $"Nearest grant: to break the glass, for rule {nearest.Rule}.",
        NearestGrantKind.Role => $"Nearest grant: the role {nearest.Name}, by rule {nearest.Rule}{(nearest.OnSomeResources ? ", on some resources" : "")}. Other capabilities that it adds: {nearest.Adds}.",
        NearestGrantKind.Permit => $"Nearest grant: a permit of {nearest.Name} for this person alone. No role that could be added permits it.",
        _ when nearest.Rule is { } rule => $"No grant can change this while rule {rule} denies it.",
        _ => "No grant can change this.",
    };

    private static string Quote(string value) => $"\"{value}\"";

    private static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
}
