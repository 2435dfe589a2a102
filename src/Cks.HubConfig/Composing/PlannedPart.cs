namespace Cks.HubConfig;

/// <summary>A part of a hub and what it needs to be shown.</summary>
/// <param name="Part">The part.</param>
/// <param name="Target">What its target needs.</param>
/// <param name="Requires">What it needs itself.</param>
/// <param name="Feature">The feature or flag that must be on; <see langword="null"/> for none.</param>
internal readonly record struct PlannedPart<T>(T Part, HubNeed Target, HubNeed Requires, string? Feature);
