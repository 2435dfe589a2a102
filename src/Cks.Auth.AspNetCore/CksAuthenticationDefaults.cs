namespace Cks.Auth.AspNetCore;

/// <summary>Names of the authentication schemes.</summary>
public static class CksAuthenticationDefaults
{
    /// <summary>Bearer tokens in the Authorization header.</summary>
    public const string BearerScheme = "CksBearer";

    /// <summary>API keys, in the Authorization header or one of their own.</summary>
    public const string ApiKeyScheme = "CksApiKey";

    /// <summary>The cookie of a browser's session.</summary>
    public const string CookieScheme = "CksCookie";

    /// <summary>Whichever of the two a request carries; never both.</summary>
    public const string BearerOrCookieScheme = "CksBearerOrCookie";
}
