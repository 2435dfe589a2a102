using System.Text.Json;

namespace Cks.Rbac.AuthZen;

/// <summary>
/// Properties of one part of a request. Conditions ask for the same few of them for every candidate and item: each is looked for and read once, or a long object would cost its length as often as a condition is
/// asked. Of one request, so used by one thread.
/// </summary>
internal sealed class Properties(JsonElement members)
{
    private readonly Dictionary<(string Name, ResourceAttribute Attribute), AttributeValue?> _read = [];

    /// <summary>A property as the value of an attribute; <see langword="null"/> where it is none.</summary>
    public AttributeValue? Read(string name, ResourceAttribute attribute)
    {
        if (members.ValueKind != JsonValueKind.Object)
            return null;
        if (!_read.TryGetValue((name, attribute), out var value))
            _read[(name, attribute)] = value = members.TryGetProperty(name, out var member) ? PropertyValue.Read(member, attribute) : null;
        return value;
    }
}
