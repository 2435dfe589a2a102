namespace Cks.Rbac;

/// <summary>Stable texts of the reasons, as they stand in answers, logs and metrics.</summary>
public static class DecisionReasonExtensions
{
    /// <summary>The reason in snake case, such as <c>not_permitted</c>.</summary>
    public static string ToText(this DecisionReason reason) => reason switch
    {
        DecisionReason.Permitted => "permitted",
        DecisionReason.Denied => "denied",
        DecisionReason.NotPermitted => "not_permitted",
        DecisionReason.NoRole => "no_role",
        DecisionReason.UnknownCapability => "unknown_capability",
        DecisionReason.NeedsResource => "needs_resource",
        DecisionReason.ObligationUnmet => "obligation_unmet",
        DecisionReason.Ceiling => "ceiling",
        DecisionReason.BeyondCredential => "beyond_credential",
        DecisionReason.BeyondActor => "beyond_actor",
        DecisionReason.GrantsUnknown => "grants_unknown",
        _ => "not_decided",
    };
}
