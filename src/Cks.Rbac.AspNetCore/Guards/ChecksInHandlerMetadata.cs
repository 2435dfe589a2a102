using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore;

/// <summary>Says that the endpoint's handler checks the resource that it loads, and why it can be trusted to.</summary>
internal sealed record ChecksInHandlerMetadata(string Reason)
{
    /// <summary>Whether the endpoint bears this mark.</summary>
    public static bool IsOn(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<ChecksInHandlerMetadata>() is not null;

    /// <summary>
    /// Whether the guard in front of an endpoint that bears this mark is asked, by a method of a hub or by an evaluator of the application's own; ours says itself when it asks. A handler that asks, with the
    /// resource or without, is never let through by it: this very question may be the check that was promised.
    /// </summary>
    public static bool LetsPass(object? resource) => resource switch
    {
        HttpContext request => request.RequestServices.GetService<IPolicyEvaluator>() is not GuardPolicyEvaluator && IsOn(request.GetEndpoint()),
        HubInvocationContext message => IsOn(message.Context.GetHttpContext()?.GetEndpoint()),
        _ => false,
    };
}
