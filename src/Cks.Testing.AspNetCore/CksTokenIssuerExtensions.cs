using Cks.Core;
using Cks.Testing.AspNetCore;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>An issuer beside the application, for development without an identity provider.</summary>
public static class CksTokenIssuerExtensions
{
    /// <summary>
    /// Starts a <see cref="TokenIssuer"/> that lives as long as the host; it answers before the host does. Allowed only in an environment named exactly
    /// <c>Development</c> on a host
    /// that listens on loopback only: anything else is a <see cref="CksConfigurationException"/> (CKS111), here or when the host starts. Requests from elsewhere are answered 421.
    /// </summary>
    /// <param name="builder">The application, with its environment and addresses configured.</param>
    /// <param name="configure">Port, audience, lifetime.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>The issuer; give its <see cref="TokenIssuer.Address"/> to <c>AddOidc</c>.</returns>
    public static async Task<TokenIssuer> AddCksTokenIssuerAsync(
        this WebApplicationBuilder builder, Action<TokenIssuerOptions>? configure = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(builder);
        LoopbackRule.Check(builder);
        var issuer = await TokenIssuer.StartAsync(configure, cancellationToken).ConfigureAwait(false);
        builder.Services.AddSingleton(issuer);
        builder.Services.AddHostedService<TokenIssuerGuard>();
        // First of all filters, so that nothing answers before it.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, LocalRequestsOnly>());
        return issuer;
    }
}
