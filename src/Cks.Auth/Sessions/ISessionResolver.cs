namespace Cks.Auth;

/// <summary>
/// Finds the portal's own record of the person whom a good token names. The application implements it, usually as one query and
/// <see cref="SessionResolution.From(ValidatedToken, SessionRecord?, IReadOnlyCollection{string})"/>.
/// </summary>
public interface ISessionResolver
{
    /// <summary>
    /// Resolves the session of a person, looked up by issuer and subject together and ordinally. A store that is down throws; it is never "not provisioned".
    /// A session of another issuer or subject than the token's is a mistake of the resolver and lets nobody in.
    /// </summary>
    ValueTask<SessionResolution> ResolveAsync(ValidatedToken token, CancellationToken cancellationToken = default);
}
