using Cks.Samples.Portal.Api;
using Cks.Samples.Portal.Sessions;
using Cks.Samples.Portal.SignIn;
using Cks.Samples.Portal.Work;

namespace Cks.Samples.Portal.Pages.Forms;

/// <summary>Forms are for those who signed in with a browser. A token has the API, and whoever acts as somebody may look only.</summary>
internal sealed class FormGuard : IEndpointFilter
{
    private static readonly Refusal LookOnly = new(StatusCodes.Status403Forbidden, "look_only", "Forms are for those who are signed in here.");
    private static readonly Refusal NoForm = Refusal.Invalid("no_form", "Send a form.");

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = "no-store";
        if (!SignOutForm.IsByCookie(http) || http.Request.Query.ContainsKey(ActAsHandler.Parameter))
            return Answers.Refused(LookOnly);
        return await IsFormAsync(http.Request) ? await next(context) : Answers.Refused(NoForm);
    }

    private static async Task<bool> IsFormAsync(HttpRequest request)
    {
        try
        {
            return request.HasFormContentType && await request.ReadFormAsync(request.HttpContext.RequestAborted) is not null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException) // malformed, too large, or cut off
        {
            return false;
        }
    }
}
