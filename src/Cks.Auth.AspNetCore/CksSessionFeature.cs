using System.Net;

namespace Cks.Auth.AspNetCore;

internal sealed record CksSessionFeature(string Scheme, TokenTransport Transport, ValidatedToken Token, UserSession Session) : ICksSessionFeature
{
    public ApiKey? ApiKey => Accepted?.Key;

    /// <summary>The key as it was accepted, and from where.</summary>
    public AcceptedApiKey? Accepted { get; init; }

    /// <summary>The hub in which the endpoint says that the session is used.</summary>
    public string? Hub { get; init; }

    public IPAddress? Address { get; init; }
}
