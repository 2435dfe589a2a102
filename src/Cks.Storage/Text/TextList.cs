using System.Text.Json;

namespace Cks.Storage;

/// <summary>Texts in one column: an array of JSON, each in the form that any database keeps.</summary>
internal static class TextList
{
    public static string Encode(IReadOnlyList<string> texts) => $"[{string.Join(',', texts.Select(t => $"\"{JsonEncodedText.Encode(StorageText.Encode(t))}\""))}]";

    public static IReadOnlyList<string> Decode(string stored)
    {
        using var document = JsonDocument.Parse(stored);
        return [.. document.RootElement.EnumerateArray().Select(t => StorageText.Decode(t.GetString()!))];
    }
}
