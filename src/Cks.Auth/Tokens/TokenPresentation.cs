namespace Cks.Auth;

/// <summary>How a token is presented, as far as it bears on whether it is accepted.</summary>
/// <param name="Transport">How it came; decides whether <c>azp</c> may be missing (<see cref="PartyRule"/>).</param>
/// <param name="AllowUnknownRevocation">
/// Accepts a good token while it is not known what was revoked lately. Otherwise that is a <see cref="RevocationUnavailableException"/>: the request fails closed.
/// </param>
public readonly record struct TokenPresentation(TokenTransport Transport = TokenTransport.Header, bool AllowUnknownRevocation = false);
