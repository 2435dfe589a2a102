namespace Cks.Auth.AspNetCore;

/// <summary>Found in a request whose cookie is over, with the reason; the bearer scheme, which answers for both, says so.</summary>
/// <param name="Reason">As a text of <see cref="TokenRejectionReason"/> or <see cref="SessionRefusalReason"/>.</param>
internal sealed record EndedCookie(string Reason);
