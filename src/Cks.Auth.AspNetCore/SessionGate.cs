using Cks.Core;
using Cks.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cks.Auth.AspNetCore;

/// <summary>The one way from a token to a session, whichever scheme brought the token, and the one answer when there is none.</summary>
internal static class SessionGate
{
    public static async ValueTask<SessionResolution> OpenAsync(HttpContext context, string scheme, ValidatedToken token, ILogger logger)
    {
        var sessions = context.RequestServices.GetRequiredService<ISessionResolver>();
        var resolution = await sessions.ResolveAsync(token, context.RequestAborted).ConfigureAwait(false);
        if (resolution.IsActive)
            context.Features.Set<ICksSessionFeature>(new CksSessionFeature(scheme, token, resolution.Session));
        else
            AuthenticationLog.SessionRefused(logger, resolution.Reason.Value.ToText());
        return resolution;
    }

    public static Task RefuseAsync(HttpContext context, SessionRefusalReason reason, string detail) =>
        ProblemWriter.WriteAsync(context, StatusCodes.Status403Forbidden, CksCodes.SessionRefused, reason.ToText(), detail);
}
