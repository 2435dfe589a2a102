namespace Cks.HubConfig;

/// <summary>A span of time; the default value is all of it.</summary>
/// <param name="From">The first instant, UTC; <see langword="null"/>: since ever.</param>
/// <param name="To">The first instant after it, UTC; <see langword="null"/>: for ever.</param>
/// <param name="Zone">The zone in which the document writes both, such as <c>Europe/Berlin</c>; <see langword="null"/>: UTC. What it means was worked out when the document was read.</param>
public readonly record struct FlagWindow(DateTimeOffset? From, DateTimeOffset? To, string? Zone);
