namespace Cks.Samples.Portal.Pages.Forms;

/// <summary>Where the forms of the hub's pages go. Each is done by the same desk as in the API, under the same guard.</summary>
internal static class HubForms
{
    public static void MapHubForms(this WebApplication app)
    {
        var forms = app.MapGroup("/hub").AddEndpointFilter<RouteGroupBuilder, FormGuard>();
        OrderForms.Map(forms);
        ServiceForms.Map(forms);
        ReportForms.Map(forms);
        ActivityForms.Map(forms);
        AssignmentForms.Map(forms);
        ArchiveForms.Map(forms);
    }
}
