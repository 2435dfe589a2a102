namespace Cks.Auth.AspNetCore;

/// <summary>Found in a request whose cookie is over because its session was revoked; the bearer scheme, which answers for both, says so.</summary>
internal sealed record RevokedCookie;
