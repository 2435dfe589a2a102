using System.Text.Json;

namespace Cks.Scope;

/// <summary>How rows and pages are written as JSON.</summary>
internal static class ScopeJson
{
    /// <summary>A page as <c>{items, next, count, more}</c>.</summary>
    public static void Write(Utf8JsonWriter writer, ScopeSet set)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        foreach (var row in set.Items)
            Write(writer, row);
        writer.WriteEndArray();
        writer.WriteString("next"u8, set.Next);
        writer.WriteNumber("count"u8, set.Count);
        writer.WriteBoolean("more"u8, set.More);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, Row? row)
    {
        if (row is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        for (var i = 0; i < row.Names.Count; i++)
            Write(writer, row.Names[i], row.Values[i]);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNull(name);
                break;
            case long number:
                writer.WriteNumber(name, number);
                break;
            case bool flag:
                writer.WriteBoolean(name, flag);
                break;
            case DateTimeOffset moment:
                writer.WriteString(name, moment);
                break;
            default:
                writer.WriteString(name, (string)value);
                break;
        }
    }
}
