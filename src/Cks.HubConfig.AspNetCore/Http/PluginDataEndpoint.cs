using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Cks.Core;
using Cks.Http;
using Cks.Rbac;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.HubConfig.AspNetCore;

/// <summary>Answers the data of widgets that plugins load. Runs behind authentication; what may be asked for is what the view of this very caller has.</summary>
internal static class PluginDataEndpoint
{
    public static async Task AnswerAsync(HttpContext context)
    {
        // Also where somebody wrote AllowAnonymous beside it.
        if (context.User.Identity?.IsAuthenticated != true)
        {
            await ProblemWriter.WriteAsync(context, StatusCodes.Status401Unauthorized, CksCodes.TokenRejected, "not_authenticated", "Sign in first.").ConfigureAwait(false);
            return;
        }

        var (services, asked) = (context.RequestServices, context.Request.Query["widget"]);
        var subject = await services.GetRequiredService<ISubjectFactory>().CreateAsync(context.User, context.RequestAborted).ConfigureAwait(false);
        HashSet<string>? widgets = asked.Count == 0 ? null : [.. asked.OfType<string>()];
        var data = await services.GetRequiredService<IHubData>().LoadAsync(subject, widgets, context.RequestAborted).ConfigureAwait(false);
        OwnAnswer.KeepFromStores(context);
        OwnAnswer.Mark(context.Response);
        context.Response.Headers[ViewerDigest.Header] = ViewerDigest.Of(subject.Context);
        if (data is null)
        {
            await ProblemWriter.WriteAsync(context, StatusCodes.Status404NotFound, CksCodes.OutsideScope, "no_hub", "There is no hub for you.").ConfigureAwait(false);
            return;
        }

        // The shortest time counts, and a fault is not kept.
        if (data.Count > 0 && KeepingRule.MayKeep(context.Request, subject.Context) && (long)data.Min(d => d.Ttl.TotalSeconds) is > 0 and var seconds)
            context.Response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"private, max-age={seconds}");
        var body = Write(data);
        (context.Response.ContentType, context.Response.ContentLength) = ("application/json; charset=utf-8", body.Length);
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static ReadOnlyMemory<byte> Write(IReadOnlyList<HubWidgetData> data)
    {
        var body = new ArrayBufferWriter<byte>(4_096);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartObject("widgets");
            foreach (var widget in data)
            {
                json.WriteStartObject(widget.Widget);
                if (widget.Fault is { } fault)
                {
                    json.WriteString("fault", fault.ToText());
                }
                else
                {
                    json.WritePropertyName("data");
                    // Written by Cks.HubConfig, with the escaping of the writer.
                    json.WriteRawValue(widget.Json.Span, skipInputValidation: true);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return body.WrittenMemory;
    }
}
