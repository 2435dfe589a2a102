using Cks.Core;
using Microsoft.AspNetCore.Authentication;

namespace Cks.Auth.AspNetCore;

/// <summary>Where the scheme finds its one credential.</summary>
public sealed class CksBearerOptions : AuthenticationSchemeOptions
{
    /// <summary>
    /// The exact name of a cookie in which the provider's own script keeps the token: Clerk's <c>__session</c>, or <c>__session_SUFFIX</c>. A browser sends it by itself, so that writes which came by
    /// it need antiforgery: <see cref="ICksSessionFeature.Transport"/> tells.
    /// </summary>
    /// <value>None: only the Authorization header is read.</value>
    public string? CookieName { get; set; }

    /// <summary>Refuses a name that no cookie can have (CKS109).</summary>
    /// <exception cref="CksConfigurationException">The name is not a token of RFC 9110 section 5.6.2.</exception>
    public override void Validate()
    {
        base.Validate();
        if (CookieName is { } name && !SessionCookie.IsName(name))
            throw new CksConfigurationException(CksCodes.InvalidSetting, nameof(CookieName), "This is not the name of a cookie.", "Write it exactly, such as __session, without the value.");
    }
}
