namespace Cks.Auth;

/// <summary>What an issuer's keys have for an id and an algorithm.</summary>
/// <param name="Key">The key that fits both.</param>
/// <param name="IsKnown">Whether there is a key with the id at all; without a fitting one it is for other algorithms.</param>
internal readonly record struct KeyFinding(SigningKey? Key, bool IsKnown);
