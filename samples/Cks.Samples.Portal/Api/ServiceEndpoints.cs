using Cks.Rbac;
using Cks.Samples.Portal.Moves;
using Cks.Samples.Portal.Services;
using Cks.Scope;

namespace Cks.Samples.Portal.Api;

/// <summary>Services: listed and shown as the scope and the mask say, done with as the policy says of the very service, which the guard loads.</summary>
internal static class ServiceEndpoints
{
    private static readonly string[] Actions = [.. ServiceAction.All.Select(a => a.Capability.Name)];

    public static void MapServices(this WebApplication app)
    {
        app.MapGet("/api/services", (string? after, string? status, Subject me, IScopeService scopes, Reach reach, CancellationToken ct) =>
            Listing.AnswerAsync(me, scopes, reach.ListOf(me, "services", "service"), after, Listing.Filter("status", status), ct)).RequireCaps(Caps.Services.View).NeverShared();
        app.MapGet("/api/services/{code}", IResult (Service service) => Results.Json(new OneService(service))).RequireCaps(Caps.Services.View).OnResource<Service>("code")
            .WithFieldMask<Service>().WithRowCapabilities<Service>(Actions);
        foreach (var action in ServiceAction.All)
            app.MapPost($"/api/services/{{code}}/{action.Name}", async (Service service, ServiceActionBody? body, Subject me, ServiceDesk desk, CancellationToken ct) =>
                Answers.Of(await desk.ActAsync(me, action, service, body?.Notes, ct), s => Results.Json(new { code = s.Code, status = s.Status })))
                .RequireCaps(action.Capability.Name).OnResource<Service>("code");
    }
}
