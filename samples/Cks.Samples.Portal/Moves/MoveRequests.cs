namespace Cks.Samples.Portal.Moves;

/// <summary>Where a row shall go.</summary>
/// <param name="Parent">Code of the new parent, in any spelling.</param>
internal sealed record AssignBody(string? Parent);

/// <summary>Why a row is archived.</summary>
/// <param name="Reason">For those who look through the archive; may be left out.</param>
internal sealed record ArchiveBody(string? Reason);
