using Cks.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cks.Auth.AspNetCore;

/// <summary>Finds a forgotten <see cref="ISessionResolver"/> when the host starts rather than at the first request.</summary>
internal sealed class SessionResolverCheck(IServiceProviderIsService services) : IValidateOptions<AuthenticationOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthenticationOptions options)
    {
        if (services.IsService(typeof(ISessionResolver)))
            return ValidateOptionsResult.Success;
        throw new CksConfigurationException(
            CksCodes.InvalidSetting, nameof(ISessionResolver), "Nothing turns a good token into a session.",
            "Register one: services.AddScoped<ISessionResolver, YourResolver>().");
    }
}
