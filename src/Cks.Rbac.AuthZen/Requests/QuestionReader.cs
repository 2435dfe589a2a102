using System.Text.Json;

namespace Cks.Rbac.AuthZen;

/// <summary>Reads the parts of a request. The first fault stays and names only what the protocol calls it, never what stood there.</summary>
internal sealed class QuestionReader
{
    private const int LongestText = 1024;

    public string? Fault { get; private set; }

    /// <summary>A subject or resource; <see langword="null"/> where there is none.</summary>
    /// <param name="owner">The object that has it.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="isWanted">Whether a search looks for it: then the id says nothing.</param>
    public Entity? Entity(JsonElement owner, string name, bool isWanted = false)
    {
        if (Object(owner, name) is not { } entity)
            return null;
        var (type, id) = (Text(entity, name, "type"), isWanted ? "" : Text(entity, name, "id"));
        return new(type, id, Properties(entity, name));
    }

    /// <summary>An action; <see langword="null"/> where there is none.</summary>
    public ActionName? Action(JsonElement owner) => Object(owner, "action") is { } action ? new(Text(action, "action", "name"), Properties(action, "action")) : null;

    /// <summary>An object; <see langword="null"/> where there is none.</summary>
    public JsonElement? Object(JsonElement owner, string name)
    {
        if (!owner.TryGetProperty(name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Object)
            return value;
        Fail($"{name} is not an object.");
        return null;
    }

    /// <summary>The context; <see langword="null"/> where there is none.</summary>
    public Properties? Context(JsonElement owner) => Object(owner, "context") is { } context ? new(context) : null;

    public T? Required<T>(T? value, string name)
        where T : class
    {
        if (value is null)
            Fail($"{name} is missing.");
        return value;
    }

    public void Fail(string fault) => Fault ??= fault;

    /// <summary>A text as it was written; <see langword="null"/> for anything else, and for half of a surrogate pair.</summary>
    public static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private Properties Properties(JsonElement owner, string name)
    {
        if (!owner.TryGetProperty("properties", out var properties))
            return new(default);
        if (properties.ValueKind != JsonValueKind.Object)
            Fail($"{name}.properties is not an object.");
        return new(properties);
    }

    private string Text(JsonElement owner, string name, string member)
    {
        if (!owner.TryGetProperty(member, out var value))
            Fail($"{name}.{member} is missing.");
        else if (TextOf(value) is not { Length: > 0 and <= LongestText } text || text.AsSpan().ContainsAnyInRange('\0', '\u001f'))
            Fail($"{name}.{member} is not a text of 1 to {LongestText} characters.");
        else
            return text;
        return "";
    }
}
