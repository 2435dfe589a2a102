namespace Cks.Auth;

/// <summary>How long ago the person proved who they are, in whole minutes, when the token was made; <see langword="null"/> is never.</summary>
/// <param name="First">Since the first factor, such as a password.</param>
/// <param name="Second">Since the second factor.</param>
public readonly record struct ClerkFactorAge(int? First, int? Second);
