using Cks.Auth;
using Cks.Rbac;
using Cks.Samples.Portal.Work;

namespace Cks.Samples.Portal.Api;

/// <summary>Where am I signed in, and out everywhere.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this WebApplication app)
    {
        app.MapGet("/api/me/sessions", async (Subject me, ISessions sessions, CancellationToken ct) =>
            Results.Json((await sessions.OfAsync(me.Issuer, me.Id, ct)).Select(s => new ListedSession(s.Key.Id, s.StartedAt, s.SeenAt, s.EndsAt)))).RequireCaps(Caps.Sessions.View).NeverShared();
        app.MapDelete("/api/me/sessions/{id}", EndAsync).RequireCaps(Caps.Sessions.End);
        app.MapPost("/api/me/sign-out-everywhere", async (Subject me, ISessions sessions) =>
        {
            // Also where whoever asked has gone by now.
            await sessions.EndAllAsync(me.Issuer, me.Id, CancellationToken.None);
            return Results.NoContent();
        }).RequireCaps(Caps.Sessions.End);
    }

    private static async Task<IResult> EndAsync(string id, Subject me, ISessions sessions, CancellationToken cancellationToken)
    {
        if ((await sessions.OfAsync(me.Issuer, me.Id, cancellationToken)).FirstOrDefault(s => s.Key.Id == id) is not { } mine)
            return Answers.Refused(Refusal.Outside);
        await sessions.EndAsync(mine.Key, CancellationToken.None);
        return Results.NoContent();
    }

    private sealed record ListedSession(string Id, DateTimeOffset StartedAt, DateTimeOffset SeenAt, DateTimeOffset EndsAt);
}
