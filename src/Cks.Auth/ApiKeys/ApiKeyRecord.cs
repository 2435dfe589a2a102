namespace Cks.Auth;

/// <summary>The audit row of an act: who did what with whose keys, and why. Written with its effect or not at all (S29).</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Action">What was done.</param>
/// <param name="ByIssuer">Who vouches for whoever did it.</param>
/// <param name="BySubject">Whoever did it, at that issuer.</param>
/// <param name="Owner">Whose keys they are.</param>
/// <param name="KeyIds">The keys with which it was done, in order.</param>
/// <param name="Detail">Why, in words; for a key that is new its name and what it may be used for.</param>
public sealed record ApiKeyRecord(DateTimeOffset At, ApiKeyAction Action, string ByIssuer, string BySubject, ApiKeyOwner Owner, IReadOnlyList<string> KeyIds, string Detail);
