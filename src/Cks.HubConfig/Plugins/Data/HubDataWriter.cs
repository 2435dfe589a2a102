using System.Buffers;
using System.Text.Json;

namespace Cks.HubConfig;

/// <summary>Writes what a data loader gave, as far as its widget shows it.</summary>
internal static class HubDataWriter
{
    /// <summary>How many bytes the data of a widget has at most.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>The data as UTF-8.</summary>
    /// <param name="data">What it gave.</param>
    /// <param name="maxItems">How many items the widget shows; <see langword="null"/> for all.</param>
    /// <param name="room">How many bytes there are for it.</param>
    /// <exception cref="InvalidOperationException">It is none, or too large.</exception>
    public static ReadOnlyMemory<byte> Write(JsonElement data, int? maxItems, int room)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            if (data.ValueKind == JsonValueKind.Object)
            {
                json.WriteStartObject();
                foreach (var member in data.EnumerateObject())
                {
                    json.WritePropertyName(member.Name);
                    WriteLimited(json, member.Value, member.NameEquals("items"u8) ? maxItems : null);
                }

                json.WriteEndObject();
            }
            else
            {
                WriteLimited(json, data, maxItems);
            }
        }

        return buffer.WrittenCount <= Math.Min(MaxBytes, room) ? buffer.WrittenMemory : throw new InvalidOperationException("The data of a widget has more than 1 MiB, or that of all of them more than its room.");
    }

    private static void WriteLimited(Utf8JsonWriter json, JsonElement data, int? maxItems)
    {
        if (data.ValueKind != JsonValueKind.Array || maxItems is null)
        {
            data.WriteTo(json);
            return;
        }

        json.WriteStartArray();
        foreach (var item in data.EnumerateArray().Take(maxItems.Value))
            item.WriteTo(json);
        json.WriteEndArray();
    }
}
