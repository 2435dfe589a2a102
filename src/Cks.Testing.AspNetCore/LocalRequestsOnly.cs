using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Cks.Testing.AspNetCore;

/// <summary>
/// Beside an issuer that gives a token to whoever asks, the host serves this machine only: an address may be added while it runs, and a name elsewhere may point here.
/// </summary>
internal sealed class LocalRequestsOnly : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, rest) =>
        {
            if (LoopbackRule.IsLocal(context))
                return rest(context);
            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return Task.CompletedTask;
        });
        next(app);
    };
}
