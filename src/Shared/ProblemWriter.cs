using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Cks.Core;

/// <summary>
/// Writes a refusal as problem+json (RFC 9457): type, title, status, detail, instance, code, reason, traceId and what the caller adds. Compiled into each package that answers over HTTP.
/// </summary>
internal static class ProblemWriter
{
    private const string ContentType = "application/problem+json";

    public static async Task WriteAsync(HttpContext context, int status, CksCode code, string reason, string detail, IReadOnlyDictionary<string, object?>? extensions = null)
    {
        if (context.Response.HasStarted)
            return;
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        context.Response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, context, status, code, reason, detail, extensions);
        context.Response.ContentLength = buffer.Length;
        await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), context.RequestAborted).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter writer, HttpContext context, int status, CksCode code, string reason, string detail, IReadOnlyDictionary<string, object?>? extensions)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, $"urn:cks:error:{code.Id}");
        writer.WriteString("title"u8, code.Title);
        writer.WriteNumber("status"u8, status);
        writer.WriteString("detail"u8, detail);
        writer.WriteString("instance"u8, context.Request.Path.Value);
        writer.WriteString("code"u8, code.Id);
        writer.WriteString("reason"u8, reason);
        foreach (var (name, value) in extensions ?? new Dictionary<string, object?>())
            WriteExtension(writer, name, value);
        writer.WriteString("traceId"u8, Activity.Current?.Id ?? context.TraceIdentifier);
        writer.WriteEndObject();
    }

    private static void WriteExtension(Utf8JsonWriter writer, string name, object? value)
    {
        if (value is IEnumerable<string> list)
        {
            writer.WriteStartArray(name);
            foreach (var item in list)
                writer.WriteStringValue(item);
            writer.WriteEndArray();
        }
        else if (value is not null)
            writer.WriteString(name, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
    }
}
