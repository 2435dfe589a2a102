using Microsoft.AspNetCore.Antiforgery;

namespace Cks.Samples.Portal.SignIn;

/// <summary>
/// A browser sends the cookie with whatever another site makes it send; so every request but a read that came by cookie shows a token of our own pages, in the form or in a header.
/// A bearer token is not sent by itself and needs none.
/// </summary>
internal sealed class CookieWritesNeedAntiforgery(RequestDelegate next, IAntiforgery antiforgery)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (SignOutForm.IsByCookie(context) && !await IsOursAsync(context))
        {
            context.Response.Headers.CacheControl = "no-store";
            await Results.Problem(
                title: "The request has no antiforgery token",
                detail: $"Send the token of the page in the form, or in the header {SignInServices.AntiforgeryHeader}.",
                statusCode: StatusCodes.Status400BadRequest,
                extensions: new Dictionary<string, object?> { ["reason"] = "antiforgery" }).ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private async Task<bool> IsOursAsync(HttpContext context)
    {
        try
        {
            return await antiforgery.IsRequestValidAsync(context); // reads are
        }
        catch (AntiforgeryValidationException)
        {
            return false; // a form that cannot be read
        }
    }
}
