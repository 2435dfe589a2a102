namespace Cks.Auth.AspNetCore;

/// <summary>Who makes the request, in full; found in <c>HttpContext.Features</c> once a bearer token and its session were accepted.</summary>
public interface ICksSessionFeature
{
    /// <summary>The token.</summary>
    ValidatedToken Token { get; }

    /// <summary>The session.</summary>
    UserSession Session { get; }
}
