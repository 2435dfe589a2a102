using Cks.Rbac;
using Cks.Samples.Portal.Moves;
using Cks.Samples.Portal.Services;
using Cks.Samples.Portal.Work;
using Cks.Scope;

namespace Cks.Samples.Portal.Api;

/// <summary>Services: listed and shown as the scope and the mask say, done with as the policy says of the very service.</summary>
internal static class ServiceEndpoints
{
    private const string ChecksTheService = "the service is loaded in the caller's scope and the decision is made on it";

    public static void MapServices(this WebApplication app)
    {
        app.MapGet("/api/services", (string? after, string? status, Subject me, IScopeService scopes, Reach reach, CancellationToken ct) =>
            Listing.AnswerAsync(me, scopes, reach.ListOf(me, "services", "service"), after, Listing.Filter("status", status), ct)).RequireCaps(Caps.Services.View).NeverShared();
        app.MapGet("/api/services/{code}", OneAsync).RequireCaps(Caps.Services.View).NeverShared();
        foreach (var action in ServiceAction.All)
            app.MapPost($"/api/services/{{code}}/{action.Name}", async (string code, ServiceActionBody? body, Subject me, ServiceDesk desk, CancellationToken ct) =>
                Answers.Of(await desk.ActAsync(me, action, code, body?.Notes, ct), s => Results.Json(new { code = s.Code, status = s.Status })))
                .RequireCaps(action.Capability.Name).ChecksInHandler(ChecksTheService);
    }

    private static async Task<IResult> OneAsync(string code, Subject me, IScopeService scopes, ServiceDesk desk, CancellationToken cancellationToken) =>
        await scopes.FindAsync(me, "service", code.ToUpperInvariant(), cancellationToken) is { } row
            ? Results.Json(new { service = row, can = await desk.CanAsync(me, code, cancellationToken) })
            : Answers.Refused(Refusal.Outside);
}
