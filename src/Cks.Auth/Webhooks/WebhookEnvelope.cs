using System.Text.Json;

namespace Cks.Auth;

/// <summary>What every event says.</summary>
internal sealed record WebhookEnvelope(string Issuer, string Id, string Type, string ObjectId, DateTimeOffset ObjectAt, JsonElement Data)
{
    private const int LongestText = 255;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads <c>{"type", "data", "timestamp"}</c>; <see langword="null"/> for anything else.</summary>
    public static WebhookEnvelope? Read(string issuer, string id, DateTimeOffset sentAt, ReadOnlyMemory<byte> body)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            root = document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second for a name with half of a surrogate pair, which cannot be compared with others.
            return null;
        }

        if (root.ValueKind != JsonValueKind.Object || Text(root, "type") is not { } type || !root.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object)
            return null;
        return new(issuer, id, type, Text(data, "id") ?? "", Time(data, "updated_at") ?? Time(root, "timestamp") ?? sentAt, data);
    }

    /// <summary>A member that is a text of 1 to 255 characters.</summary>
    public static string? Text(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var member) || member.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return member.GetString() is { Length: > 0 and <= LongestText } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: no text.
            return null;
        }
    }

    /// <summary>A member that is true or false.</summary>
    public static bool? Truth(JsonElement json, string name) => json.TryGetProperty(name, out var member) ? member.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    } : null;

    /// <summary>A member that is milliseconds since 1970.</summary>
    public static DateTimeOffset? Time(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out var milliseconds) && milliseconds >= 0 && milliseconds <= Last
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    /// <summary>A member that is a positive number of seconds, a year of them at most.</summary>
    public static TimeSpan? Seconds(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out var seconds) && seconds is > 0 and <= 366 * 86_400
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
}
