using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>The options of a widget: held to the schema of its type, and cut down to what a browser may see.</summary>
internal static class WidgetOptions
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether the options are those of the type.</summary>
    public static bool Fit(HubWidget widget, RegisteredWidget type) => type.Schema.IsValid(Write(widget).Span);

    /// <summary>What is wrong with them, each finding where the value stands, in whatever document or layer that is; of what is missing without a place.</summary>
    public static IEnumerable<Diagnostic> Explain(HubWidget widget, RegisteredWidget type) =>
        type.Schema.Validate("options", Write(widget)).Select(f => f with { Location = Locate(widget, f.Location.Pointer) ?? f.Location with { Pointer = "" }, Length = 0 });

    private static ReadOnlyMemory<byte> Write(HubWidget widget)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            foreach (var (name, value) in widget.Options)
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>What a browser may see, as a JSON object; empty when that is nothing.</summary>
    public static ReadOnlyMemory<byte> WriteClient(HubWidget widget, RegisteredWidget type)
    {
        var visible = widget.Options.Where(o => HasVisible(o.Value, type.Visibility.Of(o.Key))).ToList();
        if (visible.Count == 0)
            return default;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in visible)
            {
                json.WritePropertyName(name);
                Write(json, value, type.Visibility.Of(name));
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    // A reference to a secret is one value, whatever is said of its members. Of a list that is not marked itself nothing goes out: which of its items are left would tell of the others.
    private static bool HasVisible(SourceNode value, OptionVisibility visible) => visible.IsClient ? !SecretCheck.HoldsReference(value)
        : value.Kind == JsonValueKind.Object && !LayerDirectives.IsSecret(value) && value.Properties.Any(p => HasVisible(p.Value, visible.Of(p.Key)));

    private static void Write(Utf8JsonWriter json, SourceNode value, OptionVisibility visible)
    {
        if (visible.IsClient)
        {
            value.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        foreach (var (name, member) in value.Properties)
            if (visible.Of(name) is var within && HasVisible(member, within))
            {
                json.WritePropertyName(name);
                Write(json, member, within);
            }

        json.WriteEndObject();
    }

    private static SourceLocation? Locate(HubWidget widget, string pointer)
    {
        var steps = pointer.Split('/').Skip(1).Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
        if (steps is not [var first, ..] || !widget.Options.TryGetValue(first, out var node))
            return null;
        foreach (var step in steps.Skip(1))
            if (node.TryGet(step, out var member))
                node = member;
            else if (int.TryParse(step, out var index) && index < node.Items.Count)
                node = node.Items[index];
            else
                break;
        return node.Location;
    }
}
