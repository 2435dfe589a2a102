using Cks.Rbac;
using Cks.Samples.Portal.Hardening;
using Cks.Samples.Portal.Moves;
using Cks.Samples.Portal.Pages.Contents;
using Cks.Samples.Portal.Work;

namespace Cks.Samples.Portal.Pages.Forms;

/// <summary>What ends, is revived, or is deleted for good.</summary>
internal static class ArchiveForms
{
    private const string Page = "/archive";

    public static void Map(RouteGroupBuilder forms)
    {
        forms.MapPost("/archive", async (FormValues form, Subject me, ArchiveDesk desk, FormAnswer answer, CancellationToken ct) =>
            Answer(form, await desk.ArchiveAsync(me, form["entity"] ?? "", form["code"] ?? "", form["reason"], ct), "archived", answer)).RequireCaps(Caps.Archive.Manage).Administers();
        forms.MapPost("/archive/restore", async (FormValues form, Subject me, ArchiveDesk desk, FormAnswer answer, CancellationToken ct) =>
            Answer(form, await desk.RestoreAsync(me, form["entity"] ?? "", form["code"] ?? "", ct), "restored", answer)).RequireCaps(Caps.Archive.Manage).Administers();
        forms.MapPost("/archive/delete", async (FormValues form, Subject me, ArchiveDesk desk, FormAnswer answer, CancellationToken ct) =>
            Answer(form, await desk.DeleteAsync(me, form["entity"] ?? "", form["code"] ?? "", form["confirm"] == "true", ct), "deleted", answer)).RequireCaps(ArchiveContent.Delete.Name).Administers();
    }

    private static IResult Answer(FormValues form, Outcome<Moved> outcome, string done, FormAnswer answer) => answer.Of(form, outcome, outcome is { IsDone: true, Value.Changed: false } ? "unchanged" : done, Page);
}
