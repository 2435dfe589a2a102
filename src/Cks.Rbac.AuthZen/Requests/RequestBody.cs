using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace Cks.Rbac.AuthZen;

/// <summary>The body of a request, where it is a JSON object within the limits; else the status and why. It stands in a rented buffer, which is cleared and given back when it is disposed of.</summary>
internal sealed class RequestBody : IDisposable
{
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    private byte[]? _buffer;
    private JsonDocument? _document;

    private RequestBody(int status, string fault) => (Status, Fault) = (status, fault);

    private RequestBody(ReadOnlySequence<byte> body)
    {
        var length = (int)body.Length;
        _buffer = ArrayPool<byte>.Shared.Rent(length);
        body.CopyTo(_buffer);
        Parse(_buffer.AsMemory(0, length));
    }

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
        var body = read.Buffer.Length > limit ? TooLarge() : new(read.Buffer);
        request.BodyReader.AdvanceTo(read.Buffer.End);
        return body;
    }

    public void Dispose()
    {
        _document?.Dispose();
        _document = null;
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
    }

    private static RequestBody TooLarge() => new(StatusCodes.Status413PayloadTooLarge, "The body is larger than the limit.");

    private static bool IsJson(string? contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type)
        && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || string.Equals(type.CharSet.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase));

    private void Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            // The parser looks only at what is read of it.
            _document = Utf8.IsValid(utf8.Span) ? JsonDocument.Parse(utf8, Limits) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A name that is half of a surrogate pair can be compared with no other.
            _document = null;
        }

        if (_document is null)
            (Status, Fault) = (StatusCodes.Status400BadRequest, "The body is not JSON, is too deep, or has a name twice in one object.");
        else if (Root.ValueKind != JsonValueKind.Object)
            (Status, Fault) = (StatusCodes.Status400BadRequest, "The body is not an object.");
    }
}
