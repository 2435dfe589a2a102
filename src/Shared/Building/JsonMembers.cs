using System.Text.Json;

namespace Cks.Core;

/// <summary>The members of an object of a document that is being built, in their order. What is wrong with them is for the reader to say.</summary>
internal sealed class JsonMembers
{
    private readonly List<(string Name, Action<Utf8JsonWriter> Value)> _members = [];

    public void Add(string name, Action<Utf8JsonWriter> value) => _members.Add((name, value));

    public void Add(string name, JsonMembers value) => Add(name, value.WriteTo);

    public void Add(string name, string value) => Add(name, json => json.WriteStringValue(value));

    public void Add(string name, ReadOnlySpan<string> values)
    {
        var all = values.ToArray();
        Add(name, json =>
        {
            json.WriteStartArray();
            foreach (var value in all)
                json.WriteStringValue(value);
            json.WriteEndArray();
        });
    }

    /// <summary>An array that what comes later may still add to.</summary>
    public List<Action<Utf8JsonWriter>> AddItems(string name)
    {
        var items = new List<Action<Utf8JsonWriter>>();
        Add(name, json =>
        {
            json.WriteStartArray();
            foreach (var item in items)
                item(json);
            json.WriteEndArray();
        });
        return items;
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (name, value) in _members)
        {
            json.WritePropertyName(name);
            value(json);
        }

        json.WriteEndObject();
    }
}
