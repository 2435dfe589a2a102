using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// Asks the guards of a hub again for each of its messages, with who the subject is then (S10): the framework asks them once, for the connection, and later only those of the method. Other rules stay the framework's.
/// </summary>
internal sealed class GuardHubFilter(IPolicyDecisionPoint decisions, IPolicyPlanner planner) : IHubFilter, IConfigureOptions<HubOptions>
{
    public void Configure(HubOptions options) => options.AddFilter(this);

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (GuardsOf(invocationContext) is { Length: > 0 } guards && !await IsPermittedAsync(guards, invocationContext).ConfigureAwait(false))
            throw new HubException($"Failed to invoke '{invocationContext.HubMethodName}' because user is unauthorized");      // the framework's own words
        return await next(invocationContext).ConfigureAwait(false);
    }

    private async ValueTask<bool> IsPermittedAsync(GuardRequirement[] guards, HubInvocationContext message)
    {
        if (message.Context.User is not { Identity.IsAuthenticated: true } user)
            return false;
        var subject = await message.ServiceProvider.GetRequiredService<ISubjectFactory>().CreateAsync(user, message.Context.ConnectionAborted).ConfigureAwait(false);
        var checksLater = ChecksInHandlerMetadata.IsOn(message);
        return Array.TrueForAll(guards, g => g.Refuse(decisions, planner, subject, checksLater) is null);
    }

    private static GuardRequirement[] GuardsOf(HubInvocationContext message) => message.Context.GetHttpContext()?.GetEndpoint()?.Metadata is { } metadata
        ? [.. Named(metadata.GetOrderedMetadata<IAuthorizeData>()), .. metadata.GetOrderedMetadata<AuthorizationPolicy>().SelectMany(p => p.Requirements).OfType<GuardRequirement>()]
        : [.. Named(message.Hub.GetType().GetCustomAttributes(typeof(AuthorizeAttribute), inherit: true).OfType<IAuthorizeData>())];

    private static IEnumerable<GuardRequirement> Named(IEnumerable<IAuthorizeData> rules) =>
        rules.Select(r => r.Policy).OfType<string>().Where(GuardName.IsGuard).Select(GuardName.Parse).OfType<GuardRequirement>();
}
