using System.Text.Json;

namespace Cks.Rbac;

/// <summary>Why a decision came out as it did. Immutable.</summary>
public sealed class DecisionExplanation
{
    internal DecisionExplanation(Decision decision, string capability, IReadOnlyList<string> roles, IReadOnlyList<RuleExplanation> rules, NearestGrant? nearest) =>
        (Decision, Capability, Roles, Rules, Nearest) = (decision, capability, roles, rules, nearest);

    /// <summary>The decision itself: what <see cref="IPolicyDecisionPoint"/> answers.</summary>
    public Decision Decision { get; }

    /// <summary>What was asked for; empty for what no policy has declared.</summary>
    public string Capability { get; }

    /// <summary>The subject's roles that the policy knows, granted ones included.</summary>
    public IReadOnlyList<string> Roles { get; }

    /// <summary>Every rule of these roles and every personal permit and deny that speaks of the capability: denies first, those that apply before those that do not.</summary>
    public IReadOnlyList<RuleExplanation> Rules { get; }

    /// <summary>What would make a refusal a permit; <see langword="null"/> for a permit, and where something other than a grant is wanted: a resource, an obligation, a capability that the policy declares.</summary>
    public NearestGrant? Nearest { get; }

    /// <summary>The explanation in short sentences, a line for each rule.</summary>
    public string ToText() => ExplanationText.Of(this);

    /// <summary>Writes the explanation as a JSON object.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        ExplanationJson.Write(json, this);
    }
}
