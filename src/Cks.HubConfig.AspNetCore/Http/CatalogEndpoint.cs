using System.Buffers;
using System.Text.Json;
using Cks.Core;
using Cks.Http;
using Cks.Rbac;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.HubConfig.AspNetCore;

/// <summary>Answers the widget types to who may see them. Runs behind authentication, and decides before anything else, so a 304 comes after both (S23).</summary>
internal sealed class CatalogEndpoint(HubCatalog hubs, IPolicyDecisionPoint decisions, CapabilityId capability)
{
    private readonly EntityTag _tag = new();

    // The types are those of the code that runs: they do not change.
    private readonly ReadOnlyMemory<byte> _body = Write(hubs.Widgets);

    public async Task AnswerAsync(HttpContext context)
    {
        OwnAnswer.KeepFromStores(context);
        OwnAnswer.Mark(context.Response);
        // Also where somebody wrote AllowAnonymous beside it.
        if (context.User.Identity?.IsAuthenticated != true)
        {
            await ProblemWriter.WriteAsync(context, StatusCodes.Status401Unauthorized, CksCodes.TokenRejected, "not_authenticated", "Sign in first.").ConfigureAwait(false);
            return;
        }

        var (request, response) = (context.Request, context.Response);
        var subject = await context.RequestServices.GetRequiredService<ISubjectFactory>().CreateAsync(context.User, context.RequestAborted).ConfigureAwait(false);
        if (decisions.Check(subject, capability) is { IsPermitted: false } decision)
        {
            await ProblemWriter.WriteAsync(context, StatusCodes.Status403Forbidden, CksCodes.AccessDenied, decision.Reason.ToText(), "The policy does not permit this.").ConfigureAwait(false);
            return;
        }

        var tag = _tag.Of(subject.Context, _body.Span);
        response.Headers.ETag = tag;
        if (request.Headers.IfNoneMatch is { Count: > 0 } known && EntityTag.IsIn(known, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        (response.ContentType, response.ContentLength) = ("application/json; charset=utf-8", _body.Length);
        if (!HttpMethods.IsHead(request.Method))
            await response.BodyWriter.WriteAsync(_body, context.RequestAborted).ConfigureAwait(false);
    }

    private static ReadOnlyMemory<byte> Write(WidgetTypes types)
    {
        var body = new ArrayBufferWriter<byte>(4_096);
        using (var json = new Utf8JsonWriter(body))
            types.WriteTo(json);
        return body.WrittenMemory;
    }
}
