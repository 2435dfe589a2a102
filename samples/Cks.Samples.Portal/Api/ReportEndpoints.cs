using Cks.HubConfig.AspNetCore;
using Cks.Rbac;
using Cks.Samples.Portal.Moves;
using Cks.Samples.Portal.Reports;
using Cks.Samples.Portal.Work;
using Cks.Scope;

namespace Cks.Samples.Portal.Api;

/// <summary>Reports and feedback: made about what the creator sees, listed and shown as the scope and the mask say.</summary>
internal static class ReportEndpoints
{
    private const string ChecksTheReport = "the report is loaded in the caller's scope and the decision is made on it";

    public static void MapReports(this WebApplication app)
    {
        app.MapGet("/api/reports", (string? after, string? status, HubLimit limit, Subject me, IScopeService scopes, Reach reach, CancellationToken ct) =>
            Listing.AnswerAsync(me, scopes, reach.ListOf(me, "reports", "report"), after, Listing.Filter("status", status), ct, limit)).RequireCaps(Caps.Reports.List).NeverShared().WithCksHubCaching();
        app.MapPost("/api/reports", async (NewReport report, Subject me, ReportMaker maker, CancellationToken ct) =>
            Answers.Of(await maker.CreateAsync(me, report, ct), r => Results.Created($"/api/reports/{r.Code}", Answer(r)))).RequireAnyCap(Caps.Reports.Create, Caps.Feedback.Create);
        app.MapGet("/api/reports/{code}", OneAsync).RequireCaps(Caps.Reports.List).NeverShared();
        app.MapPost("/api/reports/{code}/acknowledge", async (string code, Subject me, ReportDesk desk, CancellationToken ct) =>
            Answers.Of(await desk.AcknowledgeAsync(me, code, ct), r => Results.Json(Answer(r)))).RequireCaps(ReportDesk.Acknowledge.Name).ChecksInHandler(ChecksTheReport);
        app.MapPost("/api/reports/{code}/resolve", async (string code, Subject me, ReportDesk desk, CancellationToken ct) =>
            Answers.Of(await desk.ResolveAsync(me, code, ct), r => Results.Json(Answer(r)))).RequireCaps(ReportDesk.Resolve.Name).ChecksInHandler(ChecksTheReport);
    }

    private static object Answer(Report report) => new { code = report.Code, status = report.Status };

    private static async Task<IResult> OneAsync(string code, Subject me, IScopeService scopes, ReportDesk desk, CancellationToken cancellationToken) =>
        await scopes.FindAsync(me, "report", code.ToUpperInvariant(), cancellationToken) is { } row
            ? Results.Json(new { report = row, can = await desk.CanAsync(me, code, cancellationToken) })
            : Answers.Refused(Refusal.Outside);
}
