using System.Buffers;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Cks.Rbac.AuthZen;

/// <summary>The body of a request, where it is a JSON object within the limits; else the status and why. It is read in place, and given back when it is disposed of.</summary>
internal sealed class RequestBody : IDisposable
{
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    private readonly PipeReader? _reader;
    private readonly SequencePosition _end;
    private JsonDocument? _document;

    private RequestBody(int status, string fault) => (Status, Fault) = (status, fault);

    private RequestBody(PipeReader reader, SequencePosition end) => (_reader, _end) = (reader, end);

    /// <summary>Status of the refusal; 0 when the body can be read.</summary>
    public int Status { get; private set; }

    public string Fault { get; private set; } = "";

    public JsonElement Root => _document?.RootElement ?? default;

    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (!IsJson(request.ContentType))
            return new(StatusCodes.Status400BadRequest, "The content type is not application/json.");
        if (request.ContentLength > limit)
            return TooLarge();
        var read = await request.BodyReader.ReadAtLeastAsync(limit + 1, cancellationToken).ConfigureAwait(false);
        var body = new RequestBody(request.BodyReader, read.Buffer.End);
        if (read.Buffer.Length > limit)
        {
            body.Dispose();
            return TooLarge();
        }

        body.Parse(read.Buffer);
        return body;
    }

    public void Dispose()
    {
        _document?.Dispose();
        _document = null;
        _reader?.AdvanceTo(_end);
    }

    private static RequestBody TooLarge() => new(StatusCodes.Status413PayloadTooLarge, "The body is larger than the limit.");

    private static bool IsJson(string? contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type)
        && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || string.Equals(type.CharSet.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase));

    private void Parse(ReadOnlySequence<byte> utf8)
    {
        try
        {
            _document = JsonDocument.Parse(utf8, Limits);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A name that is no text can be compared with no other.
            (Status, Fault) = (StatusCodes.Status400BadRequest, "The body is not JSON, is too deep, or has a name twice in one object.");
            return;
        }

        if (Root.ValueKind != JsonValueKind.Object)
            (Status, Fault) = (StatusCodes.Status400BadRequest, "The body is not an object.");
    }
}
