namespace Cks.Auth.AspNetCore;

internal sealed record CksSessionFeature(string Scheme, TokenTransport Transport, ValidatedToken Token, UserSession Session) : ICksSessionFeature;
