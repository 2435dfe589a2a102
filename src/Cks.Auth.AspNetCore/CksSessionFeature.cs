using System.Net;

namespace Cks.Auth.AspNetCore;

internal sealed record CksSessionFeature(string Scheme, TokenTransport Transport, ValidatedToken Token, UserSession Session) : ICksSessionFeature
{
    public ApiKey? ApiKey => Accepted?.Key;

    /// <summary>The key as it was accepted, and from where.</summary>
    public AcceptedApiKey? Accepted { get; init; }

    /// <summary>Where the session is used, as the endpoint says.</summary>
    public SessionPlace Place { get; init; }

    public IPAddress? Address { get; init; }
}
