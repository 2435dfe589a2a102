namespace Cks.Publish;

/// <summary>What was asked for.</summary>
/// <param name="Root">The checkout.</param>
/// <param name="Feed">Folder or address; <see langword="null"/> pushes nothing.</param>
/// <param name="IsDryRun">Whether the feed stays as it is.</param>
/// <param name="IsPreRelease">Whether a version that is not a stable one is meant.</param>
/// <param name="AuditSources">Feeds that know vulnerabilities, beside those of nuget.config.</param>
internal sealed record PublishRequest(string Root, string? Feed, bool IsDryRun, bool IsPreRelease, IReadOnlyList<string> AuditSources);
