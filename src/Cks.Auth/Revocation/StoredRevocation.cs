namespace Cks.Auth;

/// <summary>An entry with its place in the record.</summary>
/// <param name="Sequence">Its place, 1 or higher: later entries have higher ones.</param>
/// <param name="Revocation">What it says.</param>
public sealed record StoredRevocation(long Sequence, Revocation Revocation);
