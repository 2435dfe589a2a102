namespace Cks.Rbac;

/// <summary>What has to be done for a permit to count.</summary>
/// <param name="Name">Name in the policy.</param>
/// <param name="Within">For a step-up: how old the subject's stronger authentication may be. <see langword="null"/>: whoever enforces meets it.</param>
internal sealed record Obligation(string Name, TimeSpan? Within)
{
    /// <summary>For a step-up: what the identity provider is asked for (RFC 9470, <c>acr_values</c>), the most wanted first.</summary>
    public IReadOnlyList<string> AcrValues { get; init; } = [];

    public bool IsMet(DecisionContext subject, DateTimeOffset now) => Within is { } age && subject.SteppedUpAt is { } at && at <= now && now - at <= age;
}
