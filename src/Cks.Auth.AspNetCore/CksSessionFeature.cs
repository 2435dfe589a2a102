namespace Cks.Auth.AspNetCore;

internal sealed record CksSessionFeature(string Scheme, ValidatedToken Token, UserSession Session) : ICksSessionFeature;
