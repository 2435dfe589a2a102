using Microsoft.AspNetCore.Http;

namespace Cks.Auth.AspNetCore;

/// <summary>Who makes the request.</summary>
public static class CksSessionHttpContextExtensions
{
    /// <summary>The session of a request that was let in.</summary>
    /// <param name="context">The request.</param>
    /// <exception cref="InvalidOperationException">There is none: the endpoint lets in anonymous requests, or another scheme let this one in.</exception>
    public static ICksSessionFeature GetCksSession(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<ICksSessionFeature>()
            ?? throw new InvalidOperationException("The request has no session: let the endpoint require authorization by a scheme of AddCksBearer or AddCksCookie, or ask Features.Get<ICksSessionFeature>() whether there is one.");
    }
}
