namespace Cks.Auth;

/// <summary>Finds the application's own record of the owner of an API key, as <see cref="ISessionResolver"/> does for a token. The application implements it.</summary>
public interface IApiKeyOwnerResolver
{
    /// <summary>
    /// What the owner is now: their roles, or why they may not act, usually by <see cref="SessionResolution.From(string, string, SessionRecord?, IReadOnlyCollection{string})"/>. Looked up by tenant, issuer and subject
    /// together and ordinally. A store that is down throws; it is never "not provisioned". Remembered for <see cref="CksApiKeyOptions.CacheLifetime"/>.
    /// </summary>
    ValueTask<SessionResolution> ResolveAsync(ApiKeyOwner owner, CancellationToken cancellationToken = default);
}
