using Cks.Core;
using Cks.Rbac;
using Cks.Samples.Portal.Hardening;
using Cks.Samples.Portal.Moves;
using Cks.Samples.Portal.Work;
using Cks.Scope;

namespace Cks.Samples.Portal.Pages.Forms;

/// <summary>Who is put under whom. What somebody is follows from the code.</summary>
internal static class AssignmentForms
{
    private const string Page = "/assign";

    public static void Map(RouteGroupBuilder forms)
    {
        forms.MapPost("/assign", async (FormValues form, Subject me, AssignmentDesk desk, SnapshotStore<ScopeModel> model, FormAnswer answer, CancellationToken ct) =>
            Answer(form, await desk.AssignAsync(me, EntityOf(form, model), form["code"] ?? "", form["parent"], ct), "assigned", answer)).RequireCaps(Caps.Assignments.Manage).Administers();
        forms.MapPost("/assign/remove", async (FormValues form, Subject me, AssignmentDesk desk, SnapshotStore<ScopeModel> model, FormAnswer answer, CancellationToken ct) =>
            Answer(form, await desk.UnassignAsync(me, EntityOf(form, model), form["code"] ?? "", ct), "unassigned", answer)).RequireCaps(Caps.Assignments.Manage).Administers();
    }

    private static string EntityOf(FormValues form, SnapshotStore<ScopeModel> model) => model.Current.Value.EntityOfCode(form["code"])?.Name ?? "";

    private static IResult Answer(FormValues form, Outcome<Moved> outcome, string done, FormAnswer answer) => answer.Of(form, outcome, outcome is { IsDone: true, Value.Changed: false } ? "unchanged" : done, Page);
}
