using System.Buffers;
using Cks.Core;
using Cks.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Auth.AspNetCore;

/// <summary>HTTP around <see cref="IWebhookReceiver"/>.</summary>
internal static class WebhookEndpoint
{
    public static async Task ReceiveAsync(HttpContext context, string issuer, int maxBodySize)
    {
        var aborted = context.RequestAborted;
        if (await ReadAsync(context, maxBodySize, aborted).ConfigureAwait(false) is not { } body)
        {
            // What is left of the body is not read, so nothing else can come on this connection.
            context.Response.Headers.Connection = "close";
            await RefuseAsync(context, WebhookRejectionReason.TooLarge).ConfigureAwait(false);
            return;
        }

        var receiver = context.RequestServices.GetRequiredService<IWebhookReceiver>();
        var outcome = await receiver.ReceiveAsync(issuer, name => context.Request.Headers[name], body, aborted).ConfigureAwait(false);
        if (outcome.IsAccepted)
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        else
            await RefuseAsync(context, outcome.Reason.Value).ConfigureAwait(false);
    }

    /// <summary>The bytes as they came; <see langword="null"/> when they are too many, of which no more than the limit are read.</summary>
    private static async Task<byte[]?> ReadAsync(HttpContext context, int most, CancellationToken cancellationToken)
    {
        if (context.Request.ContentLength > most)
            return null;
        // The limit below is the only one: the server's own throws, and may be lower.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = null;
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var isTooLarge = read.Buffer.Length > most;
            if (!isTooLarge && !read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            byte[]? body = isTooLarge ? null : read.Buffer.ToArray();
            reader.AdvanceTo(read.Buffer.End);
            return body;
        }
    }

    private static Task RefuseAsync(HttpContext context, WebhookRejectionReason reason) =>
        ProblemWriter.WriteAsync(context, Status(reason), CksCodes.WebhookRejected, reason.ToText(), "The webhook was refused.");

    private static int Status(WebhookRejectionReason reason) => reason switch
    {
        WebhookRejectionReason.TooLarge => StatusCodes.Status413PayloadTooLarge,
        WebhookRejectionReason.HeaderMalformed or WebhookRejectionReason.BodyMalformed => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status401Unauthorized,
    };
}
