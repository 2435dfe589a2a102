using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Cks.Rbac.AuthZen;

/// <summary>
/// Sends <c>X-Request-ID</c> back from the endpoints of the protocol, from refusals before them as well, so it stands before everything. Only what can be a header and an id is sent back: 1 to 128 visible
/// characters of ASCII, once.
/// </summary>
internal sealed class RequestIdFilter : IStartupFilter
{
    private const string Name = "X-Request-ID";
    private const int Longest = 128;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(static (context, next) =>
        {
            if (context.Request.Headers[Name] is [{ Length: > 0 and <= Longest } id] && !id.AsSpan().ContainsAnyExceptInRange('!', '~'))
                context.Response.OnStarting(Echo, (context, id));
            return next(context);
        });
        next(app);
    };

    private static Task Echo(object state)
    {
        var (context, id) = ((HttpContext, string))state;
        // Whoever answers an exception has put another endpoint, or none, in its place, and says which it was.
        if (IsOfProtocol(context.GetEndpoint()) || IsOfProtocol(context.Features.Get<IExceptionHandlerFeature>()?.Endpoint))
            context.Response.Headers[Name] = id;
        return Task.CompletedTask;
    }

    private static bool IsOfProtocol(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<AuthZenMetadata>() is not null;
}

/// <summary>Marks the endpoints of the protocol.</summary>
internal sealed class AuthZenMetadata;
