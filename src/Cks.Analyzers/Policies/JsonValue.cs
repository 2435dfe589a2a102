namespace Cks.Analyzers;

/// <summary>A value of a document: an object, an array, a text, or anything else.</summary>
internal sealed class JsonValue
{
    private static readonly IReadOnlyList<KeyValuePair<string, JsonValue>> NoMembers = [];
    private static readonly IReadOnlyList<JsonValue> NoItems = [];

    /// <summary>A number, <c>true</c>, <c>false</c> or <c>null</c>: no capability is in it.</summary>
    public static JsonValue Other { get; } = new();

    /// <summary>The members of an object in their order, a name twice included.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonValue>> Members { get; init; } = NoMembers;

    /// <summary>The items of an array.</summary>
    public IReadOnlyList<JsonValue> Items { get; init; } = NoItems;

    /// <summary>The text, or <see langword="null"/> when it is none.</summary>
    public string? Text { get; init; }

    /// <summary>The members of every member with a name.</summary>
    public IEnumerable<KeyValuePair<string, JsonValue>> MembersOf(string name) => Members.Where(m => m.Key == name).SelectMany(m => m.Value.Members);

    /// <summary>The items of every member with a name.</summary>
    public IEnumerable<JsonValue> ItemsOf(string name) => Members.Where(m => m.Key == name).SelectMany(m => m.Value.Items);
}
