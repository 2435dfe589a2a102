namespace Cks.Rbac;

/// <summary>A stronger or fresher authentication that would turn a refusal into a permit (RFC 9470).</summary>
/// <param name="MaxAge">How long ago it may have been.</param>
/// <param name="AcrValues">What the identity provider is asked for, the most wanted first; empty where the policy does not say.</param>
public sealed record StepUp(TimeSpan MaxAge, IReadOnlyList<string> AcrValues);
