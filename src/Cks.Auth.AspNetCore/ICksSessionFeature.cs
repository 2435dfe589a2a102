namespace Cks.Auth.AspNetCore;

/// <summary>Who makes the request, in full; found in <c>HttpContext.Features</c> once a bearer token or a cookie and its session were accepted.</summary>
public interface ICksSessionFeature
{
    /// <summary>The scheme by which the session was found: one of <see cref="CksAuthenticationDefaults"/>. Writes that came by cookie need antiforgery.</summary>
    string Scheme { get; }

    /// <summary>The token; of a cookie, the one with which somebody signed in (<see cref="ValidatedToken.TryRestore"/>).</summary>
    ValidatedToken Token { get; }

    /// <summary>The session.</summary>
    UserSession Session { get; }
}
