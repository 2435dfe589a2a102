using System.Globalization;
using Cks.Rbac;
using Cks.Samples.Portal.Reports;

namespace Cks.Samples.Portal.Pages.Forms;

/// <summary>New reports and feedback, and what is done with them.</summary>
internal static class ReportForms
{
    private const string Page = "/reports";
    private const string ChecksTheReport = "the report is loaded in the caller's scope and the decision is made on it";

    public static void Map(RouteGroupBuilder forms)
    {
        forms.MapPost("/reports", async (FormValues form, Subject me, ReportMaker maker, FormAnswer answer, CancellationToken ct) =>
            answer.Of(form, await maker.CreateAsync(me, Read(form), ct), "report-created", Page)).RequireAnyCap(Caps.Reports.Create, Caps.Feedback.Create);
        forms.MapPost("/reports/{code}/acknowledge", async (string code, FormValues form, Subject me, ReportDesk desk, FormAnswer answer, CancellationToken ct) =>
            answer.Of(form, await desk.AcknowledgeAsync(me, code, ct), "report-acknowledge", Page, code)).RequireCaps(ReportDesk.Acknowledge.Name).ChecksInHandler(ChecksTheReport);
        forms.MapPost("/reports/{code}/resolve", async (string code, FormValues form, Subject me, ReportDesk desk, FormAnswer answer, CancellationToken ct) =>
            answer.Of(form, await desk.ResolveAsync(me, code, ct), "report-resolve", Page, code)).RequireCaps(ReportDesk.Resolve.Name).ChecksInHandler(ChecksTheReport);
    }

    // One field says what it is about: a category, and after a colon the order or the service.
    private static NewReport Read(FormValues form)
    {
        var about = (form["about"] ?? "").Split(':', 2);
        var reference = about.Length == 2 ? about[1] : null;
        return new()
        {
            Kind = form["kind"],
            Category = about[0],
            Order = about[0] == "order" ? reference : null,
            Service = about[0] == "service" ? reference : null,
            Title = form["title"],
            Body = form["body"],
            Priority = form["priority"],
            Rating = form["rating"] is not { } rating ? null : long.TryParse(rating, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0,
        };
    }
}
