using Cks.Rbac;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.HubConfig.AspNetCore;

/// <summary>The hub of whoever asks for data. Nobody is shown it, so it is no exposure to an experiment.</summary>
/// <param name="View">Their view.</param>
/// <param name="Context">Who they are.</param>
internal sealed record CallerView(HubView View, DecisionContext Context)
{
    /// <summary>Their view; <see langword="null"/> for who has none, or is not signed in.</summary>
    public static async ValueTask<HubView?> OfAsync(HttpContext context) => (await FindAsync(context).ConfigureAwait(false))?.View;

    /// <summary>The same, with who they are.</summary>
    public static async ValueTask<CallerView?> FindAsync(HttpContext context)
    {
        if (context.User.Identity?.IsAuthenticated != true)
            return null;
        var services = context.RequestServices;
        var subject = await services.GetRequiredService<ISubjectFactory>().CreateAsync(context.User, context.RequestAborted).ConfigureAwait(false);
        return await services.GetRequiredService<IHubComposer>().PeekAsync(subject, context.RequestAborted).ConfigureAwait(false) is { } view ? new(view, subject.Context) : null;
    }
}
