using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cks.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cks.Http;

/// <summary>
/// Writes a refusal as problem+json (RFC 9457). The framework leaves 401 and 403 empty, because its own middleware runs before the application's; so the
/// packages write theirs here.
/// </summary>
internal static class ProblemWriter
{
    private const string ContentType = "application/problem+json";

    /// <summary>
    /// Writes <c>type, title, status, detail, instance, code, reason, traceId</c> and the extensions. Does nothing once the response has started. Refusals
    /// are never stored by caches.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="code">Names the kind of refusal; its title is the title.</param>
    /// <param name="reason">Stable text for programs.</param>
    /// <param name="detail">A sentence for people; shown to the caller, so nothing of a token, a rule or a row.</param>
    /// <param name="extensions">Further members: strings, booleans, whole numbers and lists of strings; anything else is written as its text.</param>
    internal static Task WriteAsync(
        HttpContext context, int status, CksCode code, string reason, string detail, IReadOnlyDictionary<string, object?>? extensions = null)
    {
        var response = context.Response;
        if (response.HasStarted || response.ContentType == ContentType)
            return Task.CompletedTask;
        var body = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("type", "urn:cks:error:" + code.Id);
            json.WriteString("title", code.Title);
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            json.WriteString("instance", context.Request.PathBase.Add(context.Request.Path).Value);
            json.WriteString("code", code.Id);
            json.WriteString("reason", reason);
            json.WriteString("traceId", Activity.Current?.Id ?? context.TraceIdentifier);
            foreach (var (name, value) in extensions ?? EmptyExtensions)
                Write(json, name, value);
            json.WriteEndObject();
        }

        response.StatusCode = status;
        response.ContentType = ContentType;
        response.ContentLength = body.WrittenCount;
        response.Headers.CacheControl = "no-store";
        return SendAsync(context, body.WrittenMemory);
    }

    // Left unsent where that can be, so that the challenge of a second scheme still finds a response that has not started.
    private static Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        switch (context.Features.Get<IHttpResponseBodyFeature>())
        {
            case StreamResponseBodyFeature: // whoever put a stream in place of the body reads it without asking the writer in front of it
                return response.BodyWriter.WriteAsync(body, context.RequestAborted).AsTask();
            case var own when ReferenceEquals(own, context.Features.Get<IHttpResponseFeature>()): // the server's, which sends what is left in the end
                response.BodyWriter.Write(body.Span);
                return Task.CompletedTask;
            default: // that of a log or a compression, which is gone when the headers are sent, and does not send what is left in it
                response.OnStarting(() => response.BodyWriter.WriteAsync(body).AsTask());
                return Task.CompletedTask;
        }
    }

    private static readonly Dictionary<string, object?> EmptyExtensions = [];

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case IEnumerable<string> list:
                json.WriteStartArray();
                foreach (var item in list)
                    json.WriteStringValue(item);
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
