namespace Cks.Auth.AspNetCore;

/// <summary>Names of the authentication schemes.</summary>
public static class CksAuthenticationDefaults
{
    /// <summary>Bearer tokens in the Authorization header.</summary>
    public const string BearerScheme = "CksBearer";
}
