using Cks.Rbac;
using Cks.Samples.Portal.Grants;
using Cks.Samples.Portal.Hardening;

namespace Cks.Samples.Portal.Api;

/// <summary>What people are granted beside their roles: listed, given and taken back by an admin.</summary>
internal static class GrantEndpoints
{
    public static void MapGrants(this WebApplication app)
    {
        app.MapGet("/api/admin/grants/{code}", async (string code, Subject me, GrantDesk desk, CancellationToken ct) =>
            Answers.Of(await desk.ListAsync(me, code, ct))).RequireCaps(Caps.Grants.View).Administers().NeverShared();
        app.MapPost("/api/admin/grants/{code}", async (string code, NewGrantBody body, Subject me, GrantDesk desk, CancellationToken ct) =>
            Answers.Of(await desk.GrantAsync(me, code, body, ct))).RequireCaps(Caps.Grants.Create).Administers();
        app.MapDelete("/api/admin/grants/{code}/{id}", async (string code, string id, string? reason, Subject me, GrantDesk desk, CancellationToken ct) =>
            Answers.Of(await desk.RevokeAsync(me, code, id, reason, ct))).RequireCaps(Caps.Grants.Revoke).Administers();
    }
}
