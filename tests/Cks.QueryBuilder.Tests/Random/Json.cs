using System.Globalization;
using System.Text.Json;

namespace Cks.QueryBuilder.Tests;

/// <summary>JSON values on which dialects tend to differ, and what a path finds in them.</summary>
internal static class Json
{
    public static readonly JsonElement[] Documents = Array.ConvertAll<string, JsonElement>(
    [
        """{"a":"b","b":1}""", """{"a":1,"b":true}""", """{"a":{"b":true}}""", """{"a":[1,"x",false,null]}""", """{"a":"a","b":"ab"}""", """{"b":0.5,"a":"1"}""",
        """{"a.b":2.5,"\"":"q","":true,"0":"zero","é":"É","a b":"c","\\":"back","$":"d","*":"s","#-1":"h"}""", """{"a":1e2,"b":-0.25}""", """{"a":12345678901234567890,"b":"true"}""",
        """[1,[2,"ab"],{"a":"A"}]""", """{"b":false,"a":"😀\n\u0001"}""", "null", "1", "\"a\"", "{}", "[]", "true", """{"a":null,"b":null}""", """{"a":9007199254740993,"b":1.0}""",
    ], Parse);

    private static readonly JsonStep[][] Steps =
    [
        ["a"], ["b"], ["a", "b"], [0], ["a", 0], ["a", 1], ["a.b"], ["\""], [""], ["0"], ["é"], [1, 1], ["a b"], ["\\"], ["$"], ["*"], ["#-1"], [2, "a"], ["a", 2], ["a", "b", "c"], ["'"],
    ];

    private static readonly object[][] Keys =
    [
        ["a"], ["b"], ["a", "b"], [0], ["a", 0], ["a", 1], ["a.b"], ["\""], [""], ["0"], ["é"], [1, 1], ["a b"], ["\\"], ["$"], ["*"], ["#-1"], [2, "a"], ["a", 2], ["a", "b", "c"], ["'"],
    ];

    public static int Paths => Steps.Length;

    public static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static Field Text(Field of, int path) => Of(Kind.Text, of, path, of.Column is Column<JsonElement> c ? c.JsonText(Steps[path]) : ((Column<JsonElement?>)of.Column).JsonText(Steps[path]));

    public static Field Number(Field of, int path) => Of(Kind.Double, of, path, of.Column is Column<JsonElement> c ? c.JsonNumber(Steps[path]) : ((Column<JsonElement?>)of.Column).JsonNumber(Steps[path]));

    public static Field Flag(Field of, int path) => Of(Kind.Flag, of, path, of.Column is Column<JsonElement> c ? c.JsonBoolean(Steps[path]) : ((Column<JsonElement?>)of.Column).JsonBoolean(Steps[path]));

    /// <summary>One text for all spellings of a value.</summary>
    public static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name}:{Canonical(p.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Canonical))}]",
        JsonValueKind.Number => (value.GetDecimal() / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture),
        JsonValueKind.String => $"'{value.GetString()}'",
        _ => value.GetRawText(),
    };

    private static Field Of(Kind kind, Field of, int path, Column column) => new(column, kind, false, row => of.Get(row) is JsonElement json ? At(json, Keys[path], kind) : null);

    private static object? At(JsonElement at, object[] path, Kind kind)
    {
        foreach (var step in path)
        {
            if (step is string name ? at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at) : at.ValueKind != JsonValueKind.Array || at.GetArrayLength() <= (int)step)
                return null;
            at = step is int index ? at[index] : at;
        }

        return (at.ValueKind, kind) switch
        {
            (JsonValueKind.String, Kind<string>) => at.GetString(),
            (JsonValueKind.Number, Kind<double>) => at.GetDouble(),
            (JsonValueKind.True or JsonValueKind.False, Kind<bool>) => at.GetBoolean(),
            _ => null,
        };
    }
}
