namespace Cks.HubConfig;

/// <summary>What a part of a hub needs to be shown, besides the capability of its target. It only narrows; the default value needs nothing.</summary>
/// <param name="Requires">A capability or alias of the policy, which the document may also switch off in its permissions; <see langword="null"/> for none.</param>
/// <param name="Feature">A feature or flag of the document that must be on for the one who asks; <see langword="null"/> for none.</param>
public readonly record struct HubCondition(string? Requires, string? Feature);
