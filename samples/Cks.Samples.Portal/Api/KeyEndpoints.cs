using System.Security.Claims;
using Cks.Rbac;
using Cks.Samples.Portal.Hardening;
using Cks.Samples.Portal.Keys;

namespace Cks.Samples.Portal.Api;

/// <summary>API keys: made, listed, rotated and ended by an admin. A secret is in the one answer that made it.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this WebApplication app)
    {
        app.MapGet("/api/admin/keys/{code}", async (string code, Subject me, KeyDesk desk, CancellationToken ct) =>
            Answers.Of(await desk.ListAsync(me, code, ct))).RequireCaps(Caps.Keys.View).Administers().NeverShared();
        app.MapPost("/api/admin/keys/{code}", async (string code, NewKeyBody body, ClaimsPrincipal by, Subject me, KeyDesk desk, HttpResponse response, CancellationToken ct) =>
            Once(response, Answers.Of(await desk.CreateAsync(by, me, code, body, ct)))).RequireCaps(Caps.Keys.Create).Administers();
        app.MapPost("/api/admin/keys/{code}/{id}/rotate", async (string code, string id, RotateKeyBody body, ClaimsPrincipal by, Subject me, KeyDesk desk, HttpResponse response, CancellationToken ct) =>
            Once(response, Answers.Of(await desk.RotateAsync(by, me, code, id, body, ct)))).RequireCaps(Caps.Keys.Create).Administers();
        app.MapDelete("/api/admin/keys/{code}/{id}", async (string code, string id, string? reason, ClaimsPrincipal by, Subject me, KeyDesk desk, CancellationToken ct) =>
            Answers.Of(await desk.RevokeAsync(by, me, code, id, reason, ct))).RequireCaps(Caps.Keys.Revoke).Administers();
    }

    private static IResult Once(HttpResponse response, IResult result)
    {
        response.Headers.CacheControl = "no-store";
        return result;
    }
}
