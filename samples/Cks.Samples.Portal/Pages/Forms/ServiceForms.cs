using Cks.Rbac;
using Cks.Samples.Portal.Services;

namespace Cks.Samples.Portal.Pages.Forms;

/// <summary>What is done with services.</summary>
internal static class ServiceForms
{
    public static void Map(RouteGroupBuilder forms)
    {
        foreach (var action in ServiceAction.All)
            forms.MapPost($"/services/{{code}}/{action.Name}", async (string code, FormValues form, Subject me, RowGuard<Service> guard, ServiceDesk desk, FormAnswer answer, CancellationToken ct) =>
            {
                var found = await guard.FindAsync(me, action.Capability, code, ct);
                return answer.Of(form, found.IsDone ? await desk.ActAsync(me, action, found.Value, form["notes"] ?? "", ct) : found, $"service-{action.Name}", "/services", code);
            }).RequireCaps(action.Capability.Name).ChecksInHandler("RowGuard loads the service in the caller's scope and decides on it");
    }
}
