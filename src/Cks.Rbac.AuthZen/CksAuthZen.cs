namespace Cks.Rbac.AuthZen;

/// <summary>Capabilities of those who ask. The policy declares them as <c>"authzen": { "actions": ["evaluate", "search"] }</c>, and a rule without a condition permits them.</summary>
public static class CksAuthZen
{
    /// <summary>Capability of whoever asks whether somebody may do something.</summary>
    public const string Evaluate = "authzen:evaluate";

    /// <summary>Capability of whoever asks who may, on what, and what: it tells more than any number of single questions.</summary>
    public const string Search = "authzen:search";
}
