using System.Text.Json;

namespace Cks.Rbac;

internal static class AnalysisJson
{
    public static void Write(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
