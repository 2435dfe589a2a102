using Cks.Auth;
using Cks.Auth.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of API keys as a scheme.</summary>
public static class CksApiKeyExtensions
{
    /// <summary>
    /// Adds the scheme <see cref="CksAuthenticationDefaults.ApiKeyScheme"/>. Whoever sends a key gets there by the scheme of bearer tokens, so that endpoints need no further words; a key beside any other credential is
    /// <c>multiple_credentials</c>. Needs <c>AddCksBearer</c>, an <see cref="IApiKeyOwnerResolver"/> of the application, and what <c>AddCksApiKeys</c> says; what is missing stops the host (CKS109).
    /// </summary>
    /// <param name="builder">What <c>AddAuthentication</c> returned.</param>
    /// <param name="configure">Sets at least <see cref="CksApiKeyOptions.Pepper"/>.</param>
    /// <param name="scheme">Where the key may be.</param>
    public static AuthenticationBuilder AddCksApiKey(this AuthenticationBuilder builder, Action<CksApiKeyOptions> configure, Action<CksApiKeySchemeOptions>? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddCksApiKeys(configure);
        services.TryAddSingleton<ApiKeyHeader>();
        services.AddOptions<AuthenticationOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AuthenticationOptions>, ApiKeySchemeCheck>());
        services.AddOptions<CksApiKeySchemeOptions>(CksAuthenticationDefaults.ApiKeyScheme).ValidateOnStart();
        services.AddOptions<CksBearerOptions>(CksAuthenticationDefaults.BearerScheme).PostConfigure<ApiKeyHeader>((o, header) =>
        {
            var before = o.ForwardDefaultSelector;
            o.ForwardDefaultSelector = context => header.IsIn(context.Request) ? CksAuthenticationDefaults.ApiKeyScheme : before?.Invoke(context);
        });
        return builder.AddScheme<CksApiKeySchemeOptions, CksApiKeyHandler>(CksAuthenticationDefaults.ApiKeyScheme, scheme);
    }
}
