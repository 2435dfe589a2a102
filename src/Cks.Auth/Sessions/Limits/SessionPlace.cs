namespace Cks.Auth;

/// <summary>Where a session is used.</summary>
/// <param name="Hub">The hub that the endpoint names; <see langword="null"/> for that of the host.</param>
/// <param name="IsUnknown">Whether no endpoint is known, so that it may be any hub.</param>
internal readonly record struct SessionPlace(string? Hub, bool IsUnknown = false);
