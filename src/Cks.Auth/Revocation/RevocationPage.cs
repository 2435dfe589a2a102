namespace Cks.Auth;

/// <summary>What a store has after some sequence, at one moment.</summary>
/// <param name="Entries">The entries, by rising sequence. Those that have expired or were lifted may be missing.</param>
/// <param name="LastSequence">The highest sequence that the store ever gave; 0 before the first. Lower than what was read before means that the store was reset or restored.</param>
public sealed record RevocationPage(IReadOnlyList<StoredRevocation> Entries, long LastSequence);
