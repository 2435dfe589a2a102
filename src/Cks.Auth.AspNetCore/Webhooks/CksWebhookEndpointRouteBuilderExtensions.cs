using System.Diagnostics.CodeAnalysis;
using Cks.Auth;
using Cks.Auth.AspNetCore;
using Cks.Core;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoints for webhooks.</summary>
public static class CksWebhookEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Takes webhooks of a sender named in <c>AddCksWebhooks</c> by POST. Anonymous: the signature says who sends. 204 when it was taken, now or before; otherwise problem+json (CKS507) with
    /// 401, 400 or 413; what a store or a handler throws comes through, so that the host answers 5xx and the provider sends again.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The address, such as <c>/webhooks/clerk</c>. Each sender has one of its own.</param>
    /// <param name="publishableKeyOrIssuer">Which sender; may be left out where there is only one.</param>
    /// <exception cref="CksConfigurationException">CKS109: there is no such sender, or it is not clear which.</exception>
    public static IEndpointConventionBuilder MapCksWebhooks(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, string? publishableKeyOrIssuer = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var options = endpoints.ServiceProvider.GetRequiredService<IOptions<CksWebhookOptions>>().Value;
        var issuer = publishableKeyOrIssuer is null ? Only(options) : IssuerOptions.Clerk(publishableKeyOrIssuer).Issuer;
        if (issuer is null || !options.Issuers.Contains(issuer))
        {
            throw new CksConfigurationException(CksCodes.InvalidSetting, nameof(MapCksWebhooks), "It is not clear who sends to this address.",
                "Name the sender in AddCksWebhooks(o => o.AddSender(issuer, secret)); where there are several, write MapCksWebhooks(pattern, issuer) for each.");
        }

        return endpoints.MapPost(pattern, context => WebhookEndpoint.ReceiveAsync(context, issuer, options.MaxBodySize))
            .AllowAnonymous()
            .DisableAntiforgery()
            .WithDisplayName($"Webhooks at {pattern}");
    }

    private static string? Only(CksWebhookOptions options) => options.Issuers is { Count: 1 } one ? one.Single() : null;
}
