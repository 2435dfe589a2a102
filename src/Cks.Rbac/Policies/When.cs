using System.Text.Json;

namespace Cks.Rbac;

/// <summary>A condition of a rule in a <see cref="PolicyBuilder"/>: the <c>when</c> of a document. Whether attributes and relations are declared, and of what kind, is found when the policy is read.</summary>
public sealed class When
{
    // The members of the object that it is in a document: all of them hold.
    private readonly (string Name, Action<Utf8JsonWriter> Value)[] _members;

    private When((string Name, Action<Utf8JsonWriter> Value)[] members) => _members = members;

    /// <summary>The attribute is one of the texts.</summary>
    /// <exception cref="ArgumentException">A text begins with <c>$</c>: for the subject's own values there is <see cref="IsOwnCode"/> and its like.</exception>
    public static When Is(string attribute, params ReadOnlySpan<string> values) => Member(attribute, Texts(values));

    /// <summary>The attribute is one of the numbers.</summary>
    public static When Is(string attribute, params ReadOnlySpan<decimal> values) => Member(attribute, Values(values, (json, v) => json.WriteNumberValue(v)));

    /// <summary>The attribute is one of the points in time.</summary>
    public static When Is(string attribute, params ReadOnlySpan<DateTimeOffset> values) => Member(attribute, Values(values, Write));

    /// <summary>The flag is set, or is not.</summary>
    public static When Is(string attribute, bool value) => Member(attribute, json => json.WriteBooleanValue(value));

    /// <summary>The attribute is none of the texts; a missing one is not known to be.</summary>
    /// <inheritdoc cref="Is(string, ReadOnlySpan{string})"/>
    public static When IsNot(string attribute, params ReadOnlySpan<string> values) => Operator(attribute, "not", Texts(values));

    /// <summary>The attribute is none of the numbers; a missing one is not known to be.</summary>
    public static When IsNot(string attribute, params ReadOnlySpan<decimal> values) => Operator(attribute, "not", Values(values, (json, v) => json.WriteNumberValue(v)));

    /// <summary>The attribute is none of the points in time; a missing one is not known to be.</summary>
    public static When IsNot(string attribute, params ReadOnlySpan<DateTimeOffset> values) => Operator(attribute, "not", Values(values, Write));

    /// <summary>The attribute is the code of whoever asks: <c>$code</c>.</summary>
    public static When IsOwnCode(string attribute) => Member(attribute, json => json.WriteStringValue("$code"));

    /// <summary>The attribute is the id of whoever asks: <c>$id</c>.</summary>
    public static When IsOwnId(string attribute) => Member(attribute, json => json.WriteStringValue("$id"));

    /// <summary>The attribute is the tenant of whoever asks: <c>$tenant</c>.</summary>
    public static When IsOwnTenant(string attribute) => Member(attribute, json => json.WriteStringValue("$tenant"));

    /// <summary>The number is less than the bound.</summary>
    public static When Less(string attribute, decimal bound) => Operator(attribute, "lt", json => json.WriteNumberValue(bound));

    /// <summary>The point in time is before the bound.</summary>
    public static When Less(string attribute, DateTimeOffset bound) => Operator(attribute, "lt", json => Write(json, bound));

    /// <summary>The number is at most the bound.</summary>
    public static When AtMost(string attribute, decimal bound) => Operator(attribute, "le", json => json.WriteNumberValue(bound));

    /// <summary>The point in time is not after the bound.</summary>
    public static When AtMost(string attribute, DateTimeOffset bound) => Operator(attribute, "le", json => Write(json, bound));

    /// <summary>The number is greater than the bound.</summary>
    public static When Greater(string attribute, decimal bound) => Operator(attribute, "gt", json => json.WriteNumberValue(bound));

    /// <summary>The point in time is after the bound.</summary>
    public static When Greater(string attribute, DateTimeOffset bound) => Operator(attribute, "gt", json => Write(json, bound));

    /// <summary>The number is at least the bound.</summary>
    public static When AtLeast(string attribute, decimal bound) => Operator(attribute, "ge", json => json.WriteNumberValue(bound));

    /// <summary>The point in time is not before the bound.</summary>
    public static When AtLeast(string attribute, DateTimeOffset bound) => Operator(attribute, "ge", json => Write(json, bound));

    /// <summary>Whoever asks stands in one of the relations to the resource.</summary>
    public static When Related(params ReadOnlySpan<string> relations) => Member("is", Values(relations, (json, v) => json.WriteStringValue(v)));

    /// <summary>All of the conditions hold.</summary>
    public static When All(params ReadOnlySpan<When> conditions)
    {
        (string Name, Action<Utf8JsonWriter> Value)[] members = [.. conditions.ToArray().SelectMany(c => c._members)];
        // One object says it as well, unless a name would stand in it twice.
        return members.Length > 0 && members.Select(m => m.Name).Distinct(StringComparer.Ordinal).Count() == members.Length
            ? new(members)
            : Member("all", Values(conditions, (json, c) => c.WriteTo(json), isList: true));
    }

    /// <summary>One of the conditions holds.</summary>
    public static When Any(params ReadOnlySpan<When> conditions) => Member("any", Values(conditions, (json, c) => c.WriteTo(json), isList: true));

    /// <summary>The condition does not hold; where something is missing that is not known.</summary>
    public static When Not(When condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Member("not", condition.WriteTo);
    }

    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (name, value) in _members)
        {
            json.WritePropertyName(name);
            value(json);
        }

        json.WriteEndObject();
    }

    internal static void Write(Utf8JsonWriter json, DateTimeOffset time) => json.WriteStringValue(AttributeValue.Of(time).ToString());

    private static When Member(string name, Action<Utf8JsonWriter> value)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new([(name, value)]);
    }

    private static When Operator(string attribute, string name, Action<Utf8JsonWriter> value) => Member(attribute, Member(name, value).WriteTo);

    private static Action<Utf8JsonWriter> Texts(ReadOnlySpan<string> values)
    {
        foreach (var value in values)
            if (value.StartsWith('$'))
                throw new ArgumentException($"A document reads \"{value}\" as a value of the subject. Use IsOwnCode, IsOwnId or IsOwnTenant.", nameof(values));
        return Values(values, (json, v) => json.WriteStringValue(v));
    }

    private static Action<Utf8JsonWriter> Values<T>(ReadOnlySpan<T> values, Action<Utf8JsonWriter, T> write, bool isList = false)
    {
        var all = values.ToArray();
        return json =>
        {
            if (all is [var only] && !isList)
            {
                write(json, only);
                return;
            }

            json.WriteStartArray();
            foreach (var value in all)
                write(json, value);
            json.WriteEndArray();
        };
    }
}
