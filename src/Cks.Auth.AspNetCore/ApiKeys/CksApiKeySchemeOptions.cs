using Cks.Core;
using Microsoft.AspNetCore.Authentication;

namespace Cks.Auth.AspNetCore;

/// <summary>Where the scheme finds its one credential.</summary>
public sealed class CksApiKeySchemeOptions : AuthenticationSchemeOptions
{
    /// <summary>A header for the key alone, beside <c>Authorization: Bearer cks_...</c>, which is always read. Never both, and never the query.</summary>
    /// <value><c>X-Api-Key</c>; <see langword="null"/>: none.</value>
    public string? HeaderName { get; set; } = "X-Api-Key";

    /// <summary>Refuses a name that no header can have, or that means something else (CKS109).</summary>
    /// <exception cref="CksConfigurationException">The name is not a token of RFC 9110 section 5.6.2, or is one of Authorization and Cookie.</exception>
    public override void Validate()
    {
        base.Validate();
        if (HeaderName is { } name && (!SessionCookie.IsName(name) || name.ToUpperInvariant() is "AUTHORIZATION" or "COOKIE"))
            throw new CksConfigurationException(CksCodes.InvalidSetting, nameof(HeaderName), "This is not the name of a header for keys.", "Write one such as X-Api-Key.");
    }
}
