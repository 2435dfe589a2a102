using Cks.Rbac;
using Cks.Samples.Portal.Hardening;
using Cks.Samples.Portal.Moves;

namespace Cks.Samples.Portal.Api;

/// <summary>What ended: archived, revived, or deleted for good.</summary>
internal static class ArchiveEndpoints
{
    public static void MapArchive(this WebApplication app)
    {
        app.MapGet("/api/admin/archive", async (Subject me, ArchiveDesk desk, CancellationToken ct) => Results.Json(await desk.ListAsync(me, ct))).RequireCaps(Caps.Archive.View).Administers().NeverShared();
        app.MapPost("/api/admin/archive/{entity}/{code}", async (string entity, string code, ArchiveBody? body, Subject me, ArchiveDesk desk, CancellationToken ct) =>
            Answers.Of(await desk.ArchiveAsync(me, entity, code, body?.Reason, ct))).RequireCaps(Caps.Archive.Manage).Administers();
        app.MapPost("/api/admin/archive/{entity}/{code}/restore", async (string entity, string code, Subject me, ArchiveDesk desk, CancellationToken ct) =>
            Answers.Of(await desk.RestoreAsync(me, entity, code, ct))).RequireCaps(Caps.Archive.Manage).Administers();
        app.MapDelete("/api/admin/archive/{entity}/{code}", async (string entity, string code, string? confirm, Subject me, ArchiveDesk desk, CancellationToken ct) =>
            Answers.Of(await desk.DeleteAsync(me, entity, code, confirm == "true", ct))).RequireCaps(Caps.Archive.Delete).Administers();
    }
}
