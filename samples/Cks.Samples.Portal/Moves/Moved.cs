namespace Cks.Samples.Portal.Moves;

/// <summary>What became of a request to move, end or revive a row.</summary>
/// <param name="Code">The row.</param>
/// <param name="Changed">Whether anything changed; otherwise it was already as it was to be.</param>
internal sealed record Moved(string Code, bool Changed);
