using Cks.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Cks.Auth.AspNetCore;

/// <summary>Finds keys without bearer tokens beside them when the host starts: the issuers of their owners, revocation and long connections come with those.</summary>
internal sealed class ApiKeySchemeCheck : IValidateOptions<AuthenticationOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthenticationOptions options) => options.SchemeMap.ContainsKey(CksAuthenticationDefaults.BearerScheme)
        ? ValidateOptionsResult.Success
        : throw new CksConfigurationException(CksCodes.InvalidSetting, "AddCksApiKey", "There are API keys and no bearer tokens.", "Call AddCksBearer as well.");
}
