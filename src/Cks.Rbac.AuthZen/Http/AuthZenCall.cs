using System.Text.Json;
using Cks.Core;
using Cks.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AuthZen;

/// <summary>One request of a caller that is bound, with a body that is an object.</summary>
internal sealed record AuthZenCall(HttpContext Context, AuthZenModel Model, Asking Asking, JsonElement Body)
{
    public IServiceProvider Services => Context.RequestServices;

    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>Reads the request and hands it on, or refuses it: 403 before anything of it is looked at.</summary>
    public static async Task HandleAsync(HttpContext context, Func<AuthZenCall, Task> answer)
    {
        var model = context.RequestServices.GetRequiredService<AuthZenModel>();
        var subject = context.RequestServices.GetRequiredService<Subject>();
        if (model.CallerOf(subject) is not { } caller)
        {
            await ProblemWriter.WriteAsync(context, StatusCodes.Status403Forbidden, CksCodes.AccessDenied, "caller_not_bound", "The caller is bound to no tenant here.").ConfigureAwait(false);
            return;
        }

        using var body = await RequestBody.ReadAsync(context.Request, model.Options.MaxBodyBytes, context.RequestAborted).ConfigureAwait(false);
        if (body.Status != 0)
            await RefuseAsync(context, body.Status, body.Fault).ConfigureAwait(false);
        else
            await answer(new(context, model, new(caller, subject.IsTest), body.Root)).ConfigureAwait(false);
    }

    public Task RefuseAsync(string fault) => RefuseAsync(Context, StatusCodes.Status400BadRequest, fault);

    /// <summary>Answers 200 with a body.</summary>
    public async Task AnswerAsync(Action<Utf8JsonWriter> write)
    {
        Context.Response.ContentType = "application/json";
        Context.Response.Headers.CacheControl = "no-store";
        using (var json = new Utf8JsonWriter(Context.Response.BodyWriter))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        await Context.Response.BodyWriter.FlushAsync(Aborted).ConfigureAwait(false);
    }

    private static Task RefuseAsync(HttpContext context, int status, string fault) =>
        ProblemWriter.WriteAsync(context, status, CksCodes.MalformedQuestion, status == StatusCodes.Status413PayloadTooLarge ? "too_large" : "malformed", fault);
}
