namespace Cks.Auth.AspNetCore;

/// <summary>Who makes the request, in full; by <see cref="CksSessionHttpContextExtensions.GetCksSession"/> once a bearer token, a cookie or an API key and its session were accepted.</summary>
public interface ICksSessionFeature
{
    /// <summary>The scheme by which the session was found: one of <see cref="CksAuthenticationDefaults"/>.</summary>
    string Scheme { get; }

    /// <summary>How the credential came. What came by cookie was perhaps sent by a browser on another page's behalf: a write needs antiforgery then.</summary>
    TokenTransport Transport { get; }

    /// <summary>The token; of a cookie, the one with which somebody signed in (<see cref="ValidatedToken.TryRestore"/>); of an API key, one that names its owner and the key's times.</summary>
    ValidatedToken Token { get; }

    /// <summary>The session.</summary>
    UserSession Session { get; }

    /// <summary>The API key by which the request was made; <see langword="null"/> where a person makes it in a session of their own.</summary>
    ApiKey? ApiKey { get; }
}
