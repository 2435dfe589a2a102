using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;

namespace Cks.Rbac.AspNetCore;

/// <summary>Says that the endpoint's handler checks the resource that it loads, and why it can be trusted to.</summary>
internal sealed record ChecksInHandlerMetadata(string Reason)
{
    /// <summary>
    /// Whether the guard in front of an endpoint is asked, and the endpoint bears this mark. A handler that asks for itself, with the resource or without, is
    /// never let through by it: this very question may be the check that was promised.
    /// </summary>
    public static bool IsOn(object? resource) =>
        (resource switch
        {
            HttpContext request => request,
            HubInvocationContext message => message.Context.GetHttpContext(),
            _ => null,
        })?.GetEndpoint()?.Metadata.GetMetadata<ChecksInHandlerMetadata>() is not null;
}
