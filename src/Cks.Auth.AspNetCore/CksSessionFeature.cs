namespace Cks.Auth.AspNetCore;

internal sealed record CksSessionFeature(ValidatedToken Token, UserSession Session) : ICksSessionFeature;
