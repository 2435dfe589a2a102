using Cks.Rbac;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.HubConfig.AspNetCore;

/// <summary>The hub of whoever asks for data.</summary>
internal static class CallerView
{
    /// <summary>Their view; <see langword="null"/> for who has none, or is not signed in.</summary>
    public static async ValueTask<HubView?> OfAsync(HttpContext context)
    {
        if (context.User.Identity?.IsAuthenticated != true)
            return null;
        var services = context.RequestServices;
        var subject = await services.GetRequiredService<ISubjectFactory>().CreateAsync(context.User, context.RequestAborted).ConfigureAwait(false);
        return await services.GetRequiredService<IHubComposer>().ComposeAsync(subject, context.RequestAborted).ConfigureAwait(false);
    }
}
