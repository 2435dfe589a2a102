namespace Cks.Rbac.Tests.Analysis;

/// <summary>A resource, with everything that may be asked of it.</summary>
internal sealed record SmallRow(string Id, string? Status, string? Creator, decimal? Level, decimal? Total, bool? Urgent, DateTimeOffset? Due);
