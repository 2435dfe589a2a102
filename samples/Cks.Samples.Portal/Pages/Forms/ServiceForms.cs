using Cks.Rbac;
using Cks.Samples.Portal.Services;

namespace Cks.Samples.Portal.Pages.Forms;

/// <summary>What is done with services.</summary>
internal static class ServiceForms
{
    public static void Map(RouteGroupBuilder forms)
    {
        foreach (var action in ServiceAction.All)
            forms.MapPost($"/services/{{code}}/{action.Name}", async (string code, FormValues form, Subject me, ServiceDesk desk, FormAnswer answer, CancellationToken ct) =>
                answer.Of(form, await desk.ActAsync(me, action, code, form["notes"] ?? "", ct), $"service-{action.Name}", "/services", code))
                .RequireCaps(action.Capability.Name).ChecksInHandler("the service is loaded in the caller's scope and the decision is made on it");
    }
}
