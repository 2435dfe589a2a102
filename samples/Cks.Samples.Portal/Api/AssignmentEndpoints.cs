using Cks.Rbac;
using Cks.Samples.Portal.Hardening;
using Cks.Samples.Portal.Moves;

namespace Cks.Samples.Portal.Api;

/// <summary>Who is under whom. The entity in the path is any that has a parent in the scope model.</summary>
internal static class AssignmentEndpoints
{
    public static void MapAssignments(this WebApplication app)
    {
        app.MapGet("/api/admin/assignments/{entity}/unassigned", async (string entity, string? after, Subject me, AssignmentDesk desk, CancellationToken ct) =>
            Answers.Of(await desk.UnassignedAsync(me, entity, after, ct))).RequireCaps(Caps.Assignments.View).Administers().NeverShared();
        app.MapPost("/api/admin/assignments/{entity}/{code}", async (string entity, string code, AssignBody? body, Subject me, AssignmentDesk desk, CancellationToken ct) =>
            Answers.Of(await desk.AssignAsync(me, entity, code, body?.Parent, ct))).RequireCaps(Caps.Assignments.Manage).Administers();
        app.MapDelete("/api/admin/assignments/{entity}/{code}", async (string entity, string code, Subject me, AssignmentDesk desk, CancellationToken ct) =>
            Answers.Of(await desk.UnassignAsync(me, entity, code, ct))).RequireCaps(Caps.Assignments.Manage).Administers();
    }
}
