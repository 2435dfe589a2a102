using System.Text;
using System.Text.Json.Nodes;

namespace Cks.HubConfig.Tests;

/// <summary>Writes JSON over many lines and remembers where each value began, by its pointer (RFC 6901).</summary>
internal sealed class PlacedJson
{
    private readonly StringBuilder _text = new();
    private int _line = 1;
    private int _lineStart;

    public PlacedJson(JsonNode? node) => Write(node, "");

    public string Text => _text.ToString();

    public Dictionary<string, (int Line, int Column)> Places { get; } = new(StringComparer.Ordinal);

    private void Write(JsonNode? node, string pointer)
    {
        Places[pointer] = (_line, _text.Length - _lineStart + 1);
        switch (node)
        {
            case JsonObject members:
                _text.Append('{');
                foreach (var (i, (name, value)) in members.Index())
                {
                    Break(i);
                    _text.Append('"').Append(name).Append("\":").Append(' ', i % 3);
                    Write(value, $"{pointer}/{name}");
                }

                _text.Append('}');
                break;
            case JsonArray items:
                _text.Append('[');
                foreach (var (i, item) in items.Index())
                {
                    Break(i);
                    Write(item, $"{pointer}/{i}");
                }

                _text.Append(']');
                break;
            default:
                _text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private void Break(int index)
    {
        if (index > 0)
            _text.Append(',');
        _text.Append('\n');
        (_line, _lineStart) = (_line + 1, _text.Length);
    }
}
