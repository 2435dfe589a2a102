namespace Cks.Auth;

/// <summary>What was read of a session.</summary>
/// <param name="Session">The session; <see langword="null"/> where there is none.</param>
/// <param name="IsUse">Whether it was noted as used by that: for whoever uses it, what was only looked at is not enough.</param>
internal sealed record ReadSession(StoredSession? Session, bool IsUse);
