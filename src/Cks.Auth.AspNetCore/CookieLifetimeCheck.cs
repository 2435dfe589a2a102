using Cks.Core;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Cks.Auth.AspNetCore;

/// <summary>Finds a cookie that would outlive the memory of an ended session, and so open it again (S08), when the host starts.</summary>
internal sealed class CookieLifetimeCheck(IOptions<RevocationOptions> revocation) : IValidateOptions<CookieAuthenticationOptions>
{
    public ValidateOptionsResult Validate(string? name, CookieAuthenticationOptions options)
    {
        if (name != CksAuthenticationDefaults.CookieScheme || options.ExpireTimeSpan <= revocation.Value.SessionLifetime)
            return ValidateOptionsResult.Success;
        throw new CksConfigurationException(
            CksCodes.InvalidSetting, nameof(CookieAuthenticationOptions.ExpireTimeSpan), "The cookie lives longer than an ended session is remembered.",
            "Set RevocationOptions.SessionLifetime to the longer of the two.");
    }
}
