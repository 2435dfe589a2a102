using Cks.Auth;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Cks.Testing.AspNetCore;

/// <summary>Swaps the keys and the clock behind an application's own schemes.</summary>
public static class CksTestIssuerExtensions
{
    /// <summary>
    /// Lets a test sign tokens for an unmodified application: every issuer that it configured stays, with its own audiences, types, parties and tenants, and only the keys and the clock are the test's.
    /// Works in a server of the test host; on a real one only where the environment is exactly Development and every address is loopback: anything else stops the host (CKS111).
    /// </summary>
    /// <param name="builder">Of a <c>WebApplicationFactory</c>: <c>factory.WithWebHostBuilder(b =&gt; b.UseCksTestIssuer())</c>.</param>
    /// <param name="configure">How people are found.</param>
    public static IWebHostBuilder UseCksTestIssuer(this IWebHostBuilder builder, Action<CksTestIssuerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new CksTestIssuerOptions();
        configure?.Invoke(options);
        return builder.ConfigureServices(services =>
        {
            services.AddSingleton(provider => new CksTestIssuer(provider, options));
            services.AddOptions<CksTokenOptions>().PostConfigure<CksTestIssuer>((tokens, issuer) => issuer.TakeOver(tokens));
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(provider => provider.GetRequiredService<CksTestIssuer>().Clock));
            if (options.SubstituteTenant is { } tenant)
            {
                services.AddSingleton(new TestSessions(tenant));
                services.Replace(ServiceDescriptor.Singleton<ISessionResolver>(provider => provider.GetRequiredService<TestSessions>()));
            }

            services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, TestIssuerFilter>());
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService, TestIssuerGuard>());
        });
    }
}
