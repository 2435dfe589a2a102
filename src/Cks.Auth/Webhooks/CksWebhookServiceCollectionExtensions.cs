using Cks.Auth;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of webhooks.</summary>
public static class CksWebhookServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IWebhookReceiver"/>, which turns a provider's webhooks into revocations and hands them to every <see cref="IWebhookHandler"/>. Needs <c>AddCksAuth</c>. May be called
    /// several times. A set-up that cannot work stops the host at start (CKS109).
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Names the sender, for example <c>o =&gt; o.AddSender("https://clerk.portal.example", new Secret&lt;string&gt;(text))</c>.</param>
    public static IServiceCollection AddCksWebhooks(this IServiceCollection services, Action<CksWebhookOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<CksWebhookOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CksWebhookOptions>, CksWebhookOptionsCheck>());
        services.TryAddSingleton<WebhookMetrics>();
        services.TryAddScoped<IWebhookReceiver, WebhookReceiver>();
        return services;
    }
}
